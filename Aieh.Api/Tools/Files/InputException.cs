namespace Aieh.Api.Tools.Files;

/// <summary>What is wrong with the files or options of a verb, in lines for the person who wrote them.</summary>
internal sealed class InputException(string message) : Exception(message);

/// <summary>Collects what is wrong, so that one run tells all of it: the first twenty lines, then how many more.</summary>
internal sealed class InputProblems
{
    private const int Shown = 20;

    private readonly List<string> _lines = [];
    private int _count;

    public void Add(string problem)
    {
        if (++_count <= Shown) _lines.Add(problem);
    }

    /// <exception cref="InputException">Something was added.</exception>
    public void ThrowIfAny()
    {
        if (_count == 0) return;
        if (_count > Shown) _lines.Add($"… and {_count - Shown} more.");
        throw new InputException(string.Join(Environment.NewLine, _lines));
    }
}
