using Aieh.Api.Tools.Files;

namespace Aieh.Api.Tests.Tools.Files;

/// <summary>A folder for the files of one test.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aieh_test_");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>The rows of a CSV file without quotes, by column.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string csv)
    {
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r').Split(',')).ToList();
        return [.. lines.Skip(1).Select(cells => lines[0].Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    /// <summary>What is said of bad input, without the folder.</summary>
    public string[] Refusal(Action read)
    {
        var message = Assert.Throws<InputException>(() => read())!.Message;
        return message.Replace(_folder.FullName + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Split(Environment.NewLine);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
