namespace Aieh.Api.Pages.Text;

// Each is the name of a file of words: of English ones beside it, and of those of another language in <name>.<language>.resx.

/// <summary>Words that are around all pages, and of pages that say why there is nothing else to be seen.</summary>
public sealed class ShellWords;
