using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Platform.Data;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Invitations;

/// <summary>What a candidate of a loop that asks for two assessments does.</summary>
internal enum Course
{
    /// <summary>Brings a passport with both, of a quarter ago.</summary>
    BringsBothOlder,

    /// <summary>Brings a passport with both, of a few weeks ago.</summary>
    BringsBoth,

    /// <summary>Brings a passport with Python, and takes SQL.</summary>
    BringsPython,

    /// <summary>Brings a passport with both, of which Python is too old and is taken again.</summary>
    BringsOldPython,

    /// <summary>Brings nothing, and takes both.</summary>
    TakesBoth,

    /// <summary>The same, with more time from the beginning.</summary>
    TakesBothWithMoreTime,

    /// <summary>The same, with more time that is given while the first attempt runs.</summary>
    TakesBothWithMoreTimeLater,

    /// <summary>Takes both and, when the invitation is completed, a third that the loop weighs.</summary>
    GoesOn,

    /// <summary>Takes both, and takes the permission back.</summary>
    Revokes,

    Declines,

    /// <summary>Never answers.</summary>
    IsSilent,

    /// <summary>Accepts and takes nothing.</summary>
    IsIdle,

    /// <summary>Accepts and takes Python alone.</summary>
    TakesPython,

    /// <summary>Accepts and takes Python; then the employer takes the invitation back.</summary>
    IsCancelled,
}

/// <summary>One of the candidates of a loop, what has become of them, and what is to be seen of it.</summary>
internal sealed class LoopCandidate(int number, Course course)
{
    /// <summary>The items of each full form.</summary>
    private const int Items = 50;

    public string Reference { get; } = $"application-{number:D2}";

    public Course Course { get; } = course;

    public InvitationResponse Invitation { get; set; } = null!;

    public Guid Passport { get; set; }

    public string Token { get; set; } = "";

    /// <summary>The attempt at Python of whoever takes both, as it was started.</summary>
    public AttemptResponse? Started { get; set; }

    public bool HasMoreTime => Course is Course.TakesBothWithMoreTime or Course.TakesBothWithMoreTimeLater;

    public bool Accepts => Course is not (Course.Declines or Course.IsSilent);

    public InvitationState State => Course switch
    {
        Course.Declines => InvitationState.Declined,
        Course.IsSilent or Course.IsIdle or Course.TakesPython => InvitationState.Expired,
        Course.IsCancelled => InvitationState.Cancelled,
        _ => InvitationState.Completed,
    };

    /// <summary>Whether the employer may look at a result in the end.</summary>
    public bool IsShown => Accepts && Course is not (Course.IsCancelled or Course.Revokes);

    /// <summary>Attempts that the invitation has asked for.</summary>
    public int AttemptsAsked => Course switch
    {
        Course.BringsBothOlder or Course.BringsBoth or Course.Declines or Course.IsSilent or Course.IsIdle => 0,
        Course.BringsPython or Course.BringsOldPython or Course.TakesPython or Course.IsCancelled => 1,
        _ => 2,
    };

    public string[] Remaining => Course switch
    {
        Course.Declines or Course.IsSilent or Course.IsIdle => [Employer.Python, Employer.Sql],
        Course.TakesPython or Course.IsCancelled => [Employer.Sql],
        _ => [],
    };

    /// <summary>The events about the invitation with the state that each tells, in their order.</summary>
    public (string Type, string State)[] Events =>
    [
        (EventTypes.InvitationCreated, "invited"),
        .. Accepts ? [(EventTypes.InvitationAccepted, "accepted")] : Array.Empty<(string, string)>(),
        State switch
        {
            InvitationState.Declined => (EventTypes.InvitationDeclined, "declined"),
            InvitationState.Expired => (EventTypes.InvitationExpired, "expired"),
            InvitationState.Cancelled => (EventTypes.InvitationCancelled, "cancelled"),
            _ => (EventTypes.InvitationCompleted, "completed"),
        },
        .. Course switch
        {
            Course.GoesOn => [(EventTypes.ResultUpdated, "completed")],
            Course.Revokes => [(EventTypes.GrantRevoked, "completed")],
            _ => Array.Empty<(string, string)>(),
        },
    ];

    public int RightOf(string assessment) => 8 + (((number * 7) + assessment.Length) % (Items - 8));

    /// <summary>Fifty candidates: half of them bring a passport.</summary>
    public static IReadOnlyList<LoopCandidate> Fifty()
    {
        Course[] courses =
        [
            .. Enumerable.Repeat(Course.BringsBothOlder, 6),
            .. Enumerable.Repeat(Course.BringsBoth, 6),
            .. Enumerable.Repeat(Course.BringsPython, 10),
            .. Enumerable.Repeat(Course.BringsOldPython, 3),
            Course.TakesBothWithMoreTime, Course.TakesBothWithMoreTimeLater, Course.GoesOn, Course.Revokes, Course.Declines,
            Course.IsSilent, Course.IsIdle, Course.TakesPython, Course.IsCancelled,
            .. Enumerable.Repeat(Course.TakesBoth, 16),
        ];
        return [.. courses.Select((course, index) => new LoopCandidate(index + 1, course))];
    }
}
