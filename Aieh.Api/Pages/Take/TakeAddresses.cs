namespace Aieh.Api.Pages.Take;

/// <summary>Where an attempt is taken and its result is read.</summary>
internal static class TakeAddresses
{
    /// <summary>A form sent here starts an attempt.</summary>
    public const string Start = "/take";

    public static string Of(Guid attempt) => $"{Start}/{attempt}";

    public static string ReviewOf(Guid attempt) => $"{Start}/{attempt}/review";

    /// <summary>The review of an attempt that somebody has to watch, and nobody does.</summary>
    public static string UnwatchedOf(Guid attempt) => $"{ReviewOf(attempt)}?watch=needed";

    public static string ResultOf(Guid attempt) => $"/result/{attempt}";

    /// <summary>The form for what the candidate says about an attempt.</summary>
    public static string StatementOf(Guid attempt) => $"{ResultOf(attempt)}/statement";

    /// <summary>The form that saves an attempt in a passport.</summary>
    public static string SaveOf(Guid attempt) => $"{ResultOf(attempt)}/passport";
}
