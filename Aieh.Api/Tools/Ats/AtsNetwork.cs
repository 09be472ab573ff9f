namespace Aieh.Api.Tools.Ats;

/// <summary>One exchange, in either direction, after the request was processed.</summary>
/// <param name="IsOrdering">Whether the ATS calls the service, and not the service the ATS.</param>
/// <param name="Path">With the query.</param>
/// <param name="IsLost">Whether the answer never arrives.</param>
internal sealed record AtsExchange(
    bool IsOrdering, string Method, string Path, string? Request, int Status, string? Answer, bool IsLost);

/// <summary>The network between an ATS and the service, which loses answers. Whoever wants to can listen.</summary>
internal sealed class AtsNetwork(AtsConduct conduct, AtsChance chance)
{
    private int _isLosing;

    /// <summary>Has the answer of the next exchange get lost.</summary>
    public void LoseNext() => Interlocked.Exchange(ref _isLosing, 1);

    /// <summary>Whether the answer arrives.</summary>
    public bool Carries(AtsExchange exchange)
    {
        var isLost = chance.Happens(conduct.LostAnswers) | Interlocked.Exchange(ref _isLosing, 0) == 1;
        conduct.Listen(exchange with { IsLost = isLost });
        return !isLost;
    }
}
