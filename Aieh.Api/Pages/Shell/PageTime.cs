namespace Aieh.Api.Pages.Shell;

// Public, because the compiler makes components public, and so must be what they are given.

/// <summary>A moment, for programs and for people.</summary>
public sealed record PageTime(string Machine, string Text);
