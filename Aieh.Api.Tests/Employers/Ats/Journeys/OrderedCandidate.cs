using Aieh.Api.Employers.Invitations;
using Aieh.Api.Tests.Support;
using Aieh.Api.Tools.Ats;

namespace Aieh.Api.Tests.Employers.Ats.Journeys;

/// <summary>What the candidate of an order does, or what is done to the order.</summary>
internal enum OrderCourse
{
    /// <summary>Brings a passport with fresh evidence for all that is asked.</summary>
    BringsAll,

    /// <summary>Brings a passport with fresh evidence of Python, and takes the rest, if there is any.</summary>
    BringsPython,

    /// <summary>Brings nothing, and takes all.</summary>
    TakesAll,

    Declines,

    /// <summary>Never answers.</summary>
    IsSilent,

    /// <summary>Accepts, and takes nothing.</summary>
    IsIdle,

    /// <summary>Is taken back by the employer before an answer.</summary>
    IsTakenBack,

    /// <summary>Accepts, and is taken back by the employer then.</summary>
    IsTakenBackLater,

    /// <summary>Accepts, and is cancelled by the system then.</summary>
    IsCancelled,
}

/// <summary>The candidate of one order, and what has become of it on both sides.</summary>
internal sealed class OrderedCandidate(int number, OrderCourse course, IReadOnlyList<string> asked)
{
    public int Number => number;

    public OrderCourse Course => course;

    /// <summary>The assessments of the test that is ordered.</summary>
    public IReadOnlyList<string> Asked => asked;

    public AtsCandidate Person { get; } = new("Candidate", $"Number {number}", $"candidate-{number}@example.org");

    public AtsOrder Order { get; set; } = null!;

    /// <summary>Whether the system has cancelled the order as soon as it was placed.</summary>
    public bool IsCancelledAtOnce { get; set; }

    public Guid Invitation { get; set; }

    /// <summary>The invitation's score, asked for when the order was completed.</summary>
    public int? Score { get; set; }

    /// <summary>Where the invitation stands in the end.</summary>
    public InvitationState State => (IsCancelledAtOnce, course) switch
    {
        (true, _) => InvitationState.Cancelled,
        (_, OrderCourse.Declines) => InvitationState.Declined,
        (_, OrderCourse.IsSilent or OrderCourse.IsIdle) => InvitationState.Expired,
        (_, OrderCourse.IsTakenBack or OrderCourse.IsTakenBackLater or OrderCourse.IsCancelled) => InvitationState.Cancelled,
        _ => InvitationState.Completed,
    };

    public bool IsCompleted => State == InvitationState.Completed;

    /// <summary>Fresh evidence that the passport has which is brought; none, when no passport is.</summary>
    public IEnumerable<string> Brought => course switch
    {
        OrderCourse.BringsAll => asked,
        OrderCourse.BringsPython => [Employer.Python],
        _ => [],
    };

    public double BroughtScore => 420 + (number * 37 % 380);

    public int Right => 8 + (number * 7 % 40);

    public override string ToString() => $"{course}, candidate {number}";

    /// <summary>Two hundred, in an order that is as mixed as the seed has it, whose tests are a loop's or a single assessment.</summary>
    public static IReadOnlyList<OrderedCandidate> TwoHundred(int seed, bool canCancel)
    {
        OrderCourse[] courses =
        [
            .. Enumerable.Repeat(OrderCourse.BringsAll, 70),
            .. Enumerable.Repeat(OrderCourse.BringsPython, 20),
            .. Enumerable.Repeat(OrderCourse.TakesAll, 20),
            .. Enumerable.Repeat(OrderCourse.Declines, 20),
            .. Enumerable.Repeat(OrderCourse.IsSilent, 20),
            .. Enumerable.Repeat(OrderCourse.IsIdle, 15),
            .. Enumerable.Repeat(OrderCourse.IsTakenBack, 10),
            .. Enumerable.Repeat(OrderCourse.IsTakenBackLater, 10),
            .. Enumerable.Repeat(canCancel ? OrderCourse.IsCancelled : OrderCourse.BringsAll, 15),
        ];
        new Random(seed).Shuffle(courses);
        string[][] tests = [[Employer.Python, Employer.Sql], [Employer.Python], [Employer.Sql]];
        return [.. courses.Select((course, i) => new OrderedCandidate(i + 1, course, tests[i % tests.Length]))];
    }
}
