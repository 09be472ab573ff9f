using System.Security.Cryptography;
using System.Text;

namespace Aieh.Api.Catalog.Documents;

/// <summary>Which help is allowed while a form is taken.</summary>
internal enum AiPolicyKind
{
    /// <summary>None: neither people nor programs nor books.</summary>
    None,

    /// <summary>What can be looked up; nobody, and no program, that answers.</summary>
    Reference,

    /// <summary>Whatever there is, assistants too.</summary>
    Assistant,
}

internal sealed record AiPolicy
{
    public required AiPolicyKind Kind { get; init; }

    /// <summary>What it means, for candidates.</summary>
    public required string Text { get; init; }
}

/// <summary>What whoever takes a form is asked to agree to, in one version.</summary>
/// <param name="Version">Another one wherever a word is.</param>
/// <param name="Kind">Which help is allowed.</param>
/// <param name="Text">What that means.</param>
/// <param name="Statement">The honour statement.</param>
internal sealed record FormPolicy(string Version, AiPolicyKind Kind, string Text, string Statement)
{
    private const int VersionLength = 12;

    /// <summary>Null of a form that says nothing of help.</summary>
    public static FormPolicy? Of(AssessmentForm form)
    {
        if (form is not { AiPolicy.Value: var policy, HonourStatement.Value: var statement }) return null;

        var content = Encoding.UTF8.GetBytes($"{policy.Kind}\n{policy.Text}\n{statement}");
        var version = Convert.ToHexStringLower(SHA256.HashData(content))[..VersionLength];
        return new FormPolicy(version, policy.Kind, policy.Text, statement);
    }
}
