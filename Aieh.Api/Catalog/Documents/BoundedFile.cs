using System.Text;

namespace Aieh.Api.Catalog.Documents;

/// <summary>Reads files that strangers wrote: whole, of a bounded size, or not at all.</summary>
internal static class BoundedFile
{
    /// <exception cref="IOException">There is no ordinary file, it may not be read, or it has more bytes.</exception>
    public static byte[] Read(string path, int mostBytes)
    {
        try
        {
            // A loop of links ends here. Opened, a pipe would wait for a writer; pipes and devices have no length, and an empty file says
            // nothing either.
            var file = (FileInfo?)new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) ?? new FileInfo(path);
            if (Directory.Exists(path)) throw new IOException("is a folder");
            if (!file.Exists) throw new IOException("does not exist");
            if (file.Length == 0) throw new IOException("is empty, or no ordinary file");

            using var stream = file.OpenRead();
            var bytes = new byte[Math.Min(file.Length, mostBytes) + 1];
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return read < bytes.Length ? bytes[..read] : throw new IOException($"has more than {mostBytes} bytes, or grows");
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"cannot be read: {exception.Message}");
        }
    }

    /// <summary>UTF-8, or what a byte order mark says.</summary>
    /// <exception cref="IOException">As above, or it is no such text.</exception>
    public static string ReadText(string path, int mostBytes)
    {
        try
        {
            var bytes = new MemoryStream(Read(path, mostBytes));
            using var reader = new StreamReader(bytes, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw new IOException("is not UTF-8 text");
        }
    }
}
