namespace Aieh.Api.Tools.Ats;

/// <summary>How an applicant tracking system, and the network between it and the service, behave.</summary>
internal sealed record AtsConduct
{
    /// <summary>The same draws in the same order for the same seed.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Share of exchanges, in both directions, that lose their answer after the request was processed.</summary>
    public double LostAnswers { get; init; }

    /// <summary>Share of orders that are sent once more although they were answered.</summary>
    public double Duplicates { get; init; }

    /// <summary>Share of orders that are cancelled as soon as they are placed, where the ATS can cancel.</summary>
    public double Cancellations { get; init; }

    /// <summary>For how long an answer is waited for. Most systems end a request for an assessment after 15 to 30 seconds.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Hears each exchange, on whatever thread it happens.</summary>
    public Action<AtsExchange> Listen { get; init; } = _ => { };
}

/// <summary>Whom a test is ordered for.</summary>
internal sealed record AtsCandidate(string FirstName, string LastName, string Email);

/// <summary>A test that the service offers, as a recruiter picks it.</summary>
internal sealed record AtsTest(string Id, string Name);
