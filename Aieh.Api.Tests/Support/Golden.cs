namespace Aieh.Api.Tests.Support;

/// <summary>Compares a text with its approved file under Approved/. UPDATE_GOLDEN=1 rewrites the file in the source tree instead.</summary>
internal static class Golden
{
    public static void Matches(string name, string actual)
    {
        // Without sources, the copy beside the tests.
        var folder = Checkout.Folder is { } root ? Path.Combine(root, "Aieh.Api.Tests") : AppContext.BaseDirectory;
        var file = Path.Combine(folder, "Approved", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(file, actual);
        var approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (approved == actual) return;
        Assert.Fail(
            $"{name} differs (- approved, + actual). If the change is meant, run with UPDATE_GOLDEN=1.\n"
            + Diff(approved.Split('\n'), actual.Split('\n')));
    }

    /// <summary>The lines that differ, by longest common subsequence.</summary>
    internal static string Diff(string[] approved, string[] actual)
    {
        var common = new int[approved.Length + 1, actual.Length + 1];
        for (var i = approved.Length - 1; i >= 0; i--)
        {
            for (var j = actual.Length - 1; j >= 0; j--)
            {
                common[i, j] = approved[i] == actual[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var lines = new List<string>();
        for (int i = 0, j = 0; i < approved.Length || j < actual.Length;)
        {
            if (i < approved.Length && j < actual.Length && approved[i] == actual[j])
            {
                i++;
                j++;
            }
            else if (j == actual.Length || (i < approved.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add($"{i + 1,5} - {approved[i++]}");
            }
            else
            {
                lines.Add($"{j + 1,5} + {actual[j++]}");
            }
        }

        return string.Join('\n', lines);
    }
}
