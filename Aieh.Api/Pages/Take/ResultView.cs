using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Take;

/// <summary>What came of an attempt, in words and numbers that need no further thought.</summary>
public sealed record ResultView
{
    public required string Title { get; init; }
    public required string Assessment { get; init; }
    public required string Score { get; init; }
    public required string StandardError { get; init; }

    /// <summary>The ends of the scale.</summary>
    public required string Least { get; init; }

    public required string Most { get; init; }

    public required string Lower { get; init; }
    public required string Upper { get; init; }

    /// <summary>The band it lies in; null while it is provisional.</summary>
    public string? Band { get; init; }

    /// <summary>Of a provisional score, the likeliest band and how probable it is.</summary>
    public required string LikeliestBand { get; init; }

    public required string LikeliestShare { get; init; }
    public required bool IsSample { get; init; }
    public required bool IsProvisional { get; init; }
    public required bool IsSupervised { get; init; }

    /// <summary>Which help was allowed, and whether that was agreed to, in words; null where nothing was said of it.</summary>
    public string? Help { get; init; }

    /// <summary>Whether it is evidence in a passport.</summary>
    public required bool IsInPassport { get; init; }

    /// <summary>Where the form is sent that saves it in the passport that the browser holds; null when there is none, or no need.</summary>
    public string? SaveAt { get; init; }

    /// <summary>A form that counts and can be taken, by its name; null when there is none.</summary>
    public string? FullForm { get; init; }

    public required int Answered { get; init; }
    public required int Items { get; init; }
    public required FigureView Scale { get; init; }
    public required FigureView Bands { get; init; }
    public required PageTime ObservedAt { get; init; }
    public required string Calibration { get; init; }
    public required string ScoringVersion { get; init; }

    /// <summary>How it was taken; null of what counts for nothing.</summary>
    public IntegrityView? Taken { get; init; }

    /// <summary>Where to go on; null when nobody has said where they came from.</summary>
    public string? BackTo { get; init; }

    public bool IsForInvitation => BackTo?.StartsWith("/invitation/", StringComparison.Ordinal) is true;
}
