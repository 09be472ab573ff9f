using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Evidence;

/// <summary>Which help was allowed, and whether the person has agreed to keep to it.</summary>
internal sealed record AgreedAiPolicy
{
    /// <summary>Which help the form allowed when the attempt was started.</summary>
    /// <example>none</example>
    public required AiPolicyKind Kind { get; init; }

    /// <summary>Version of the policy's and the honour statement's words.</summary>
    /// <example>5f0c1b7a92de</example>
    public required string Version { get; init; }

    /// <summary>When the person agreed to it, and made the honour statement; absent where nobody has.</summary>
    public DateTimeOffset? AgreedAt { get; init; }

    /// <summary>As stored; null where nothing was said of help.</summary>
    public static AgreedAiPolicy? Of(string? kind, string? version, DateTimeOffset? agreedAt)
    {
        if (kind is null || version is null) return null;

        return KebabCase.TryParse<AiPolicyKind>(kind, out var known)
            ? new AgreedAiPolicy { Kind = known, Version = version, AgreedAt = agreedAt }
            : throw new InvalidOperationException($"A policy is stored with the unknown kind '{kind}'.");
    }
}
