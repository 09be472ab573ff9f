namespace Aieh.Api.Drawing;

/// <summary>The look of pictures, built into the binary; pages serve it with their own.</summary>
internal static class DrawingStyle
{
    public static byte[] Read()
    {
        var type = typeof(DrawingStyle);
        using var stream = type.Assembly.GetManifestResourceStream(type, "drawing.css")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
