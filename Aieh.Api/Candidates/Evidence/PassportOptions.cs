using System.ComponentModel.DataAnnotations;

namespace Aieh.Api.Candidates.Evidence;

/// <summary>What one passport may hold. Whatever reads a passport whole costs as much as is in it.</summary>
internal sealed record PassportOptions
{
    public const string Section = "Passports";

    /// <summary>Pieces of evidence; with more, no attempt starts and no result is added.</summary>
    /// <value>The default value is 5000.</value>
    [Range(1, 1_000_000)]
    public int MostEvidence { get; init; } = 5_000;

    /// <summary>Grants, the ended ones too, of which the oldest make room for new ones.</summary>
    /// <value>The default value is 1000.</value>
    [Range(1, 1_000_000)]
    public int MostGrants { get; init; } = 1_000;
}
