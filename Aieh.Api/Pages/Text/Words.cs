namespace Aieh.Api.Pages.Text;

// Each is the name of a file of words: of English ones beside it, and of those of another language in <name>.<language>.resx.

/// <summary>Words that are around all pages, and of pages that say why there is nothing else to be seen.</summary>
public sealed class ShellWords;

/// <summary>Words of the pages on which an attempt is taken and its result is read.</summary>
public sealed class TakeWords;

/// <summary>Words of the pages that are for everybody: the home page, tests, roles, how scores are made.</summary>
public sealed class GuideWords;

/// <summary>Words of a passport's pages.</summary>
public sealed class PassportWords;

/// <summary>Words of the pages that lead back to a passport.</summary>
public sealed class ReturnWords;

/// <summary>Words of an invitation's page.</summary>
public sealed class InvitationWords;

/// <summary>Words of the pages that employers read.</summary>
public sealed class ReportWords;
