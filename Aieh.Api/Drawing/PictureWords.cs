namespace Aieh.Api.Drawing;

/// <summary>Words in pictures and in the tables behind them.</summary>
public sealed class PictureWords;
