namespace Aieh.Api.Tools.Files;

/// <summary>Tells how long work goes, a line a second at most; quick work stays silent.</summary>
internal sealed class ProgressNotes(TextWriter notes)
{
    private readonly TimeProvider _time = TimeProvider.System;
    private long _last = TimeProvider.System.GetTimestamp();

    public void Tell(Func<string> line)
    {
        if (_time.GetElapsedTime(_last) < TimeSpan.FromSeconds(1)) return;
        _last = _time.GetTimestamp();
        notes.WriteLine(line());
    }
}
