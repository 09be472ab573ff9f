namespace Aieh.Api.Tests.Employers.Ats.Conformance;

/// <summary>A fact of a system's contract that a test holds the service to; the page about integrations lists it with the result.</summary>
/// <param name="about">Where the contract says so: one of <see cref="ContractPart"/>.</param>
/// <param name="row">The row of its table, by the first cell; of what stands in no table, a name of our own.</param>
/// <param name="words">The fact, in our words.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class FactAttribute(string about, string row, string words) : Attribute
{
    public string About { get; } = about;

    public string Row { get; } = row;

    public string Words { get; } = words;

    /// <summary>What of it is otherwise, and why.</summary>
    public string? Except { get; init; }
}
