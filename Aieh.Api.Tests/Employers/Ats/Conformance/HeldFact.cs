using System.Collections.Concurrent;
using System.Reflection;
using NUnit.Framework.Interfaces;

namespace Aieh.Api.Tests.Employers.Ats.Conformance;

/// <summary>A fact, the test that names it, and what came of the test in this run.</summary>
internal sealed record HeldFact(FactAttribute Fact, MethodInfo Test)
{
    private static readonly ConcurrentDictionary<string, ConcurrentBag<TestStatus>> _outcomes = new();

    public static readonly IReadOnlyList<HeldFact> All =
    [
        .. from fixture in typeof(HeldFact).Assembly.GetTypes()
           where fixture.IsSubclassOf(typeof(ConformanceFixture))
           from test in fixture.GetMethods()
           from fact in test.GetCustomAttributes<FactAttribute>()
           select new HeldFact(fact, test),
    ];

    /// <summary>Null when it did not run, or not with all its cases.</summary>
    public string? Outcome
    {
        get
        {
            var cases = Math.Max(1, Test.GetCustomAttributes<TestCaseAttribute>().Count());
            var outcomes = _outcomes.GetValueOrDefault(NameOf(Test.DeclaringType!.FullName, Test.Name));
            if (outcomes is null || outcomes.Count < cases) return null;
            return outcomes.All(status => status == TestStatus.Passed) ? "passed" : "failed";
        }
    }

    /// <summary>What came of the test, or of the case of it, that has just ended.</summary>
    public static void Note(TestContext context) =>
        _outcomes.GetOrAdd(NameOf(context.Test.ClassName, context.Test.MethodName!), _ => []).Add(context.Result.Outcome.Status);

    private static string NameOf(string? fixture, string test) => $"{fixture}.{test}";
}
