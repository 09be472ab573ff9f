using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Catalog.Methodology;

/// <summary>How precisely scores are told, and what their readers should know.</summary>
internal sealed record ReportingRulesResponse
{
    /// <summary>Scores of attempts are told in multiples of so many points; all other figures are worked out from what is told.</summary>
    public required SourcedNumber ScoreStep { get; init; }

    /// <summary>Their standard errors are told in multiples of so many points.</summary>
    public required SourcedNumber StandardErrorStep { get; init; }

    /// <summary>In words, to be shown beside scores.</summary>
    public required IReadOnlyList<MethodologyStatementResponse> Statements { get; init; }

    public static ReportingRulesResponse Of(ReportingRules rules) => new()
    {
        ScoreStep = SourcedNumber.Of(rules.ScoreStep),
        StandardErrorStep = SourcedNumber.Of(rules.StandardErrorStep),
        Statements = [.. rules.Statements.Select(one => new MethodologyStatementResponse { Slug = one.Slug, Text = one.Text })],
    };
}

/// <summary>One thing that a reader of scores should know.</summary>
internal sealed record MethodologyStatementResponse
{
    /// <summary>Names the statement.</summary>
    /// <example>bands-are-probabilities</example>
    public required string Slug { get; init; }

    /// <summary>The statement, plain text.</summary>
    public required string Text { get; init; }
}
