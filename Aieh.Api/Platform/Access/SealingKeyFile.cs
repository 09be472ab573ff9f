using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Aieh.Api.Platform.Access;

/// <summary>A key in a file: AES-256-GCM over the XML of a key of the ring.</summary>
internal sealed class SealingKeyFile : IXmlEncryptor
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _key;

    private SealingKeyFile(byte[] key)
    {
        _key = key;
        Name = Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 8));
    }

    /// <summary>Tells the key from others and not what it is.</summary>
    public string Name { get; }

    /// <exception cref="FormatException">The file is there and holds no key.</exception>
    public static SealingKeyFile Read(string path)
    {
        var text = File.ReadAllText(path).Trim();
        var key = new byte[KeyBytes];
        var isKey = Convert.TryFromBase64String(text, key, out var length) && length == KeyBytes;
        return isKey ? new SealingKeyFile(key) : throw new FormatException($"'{path}' does not hold {KeyBytes} bytes in base64.");
    }

    /// <summary>The key of the file, which is made, for its owner's eyes alone, when it is not there.</summary>
    public static SealingKeyFile ReadOrMake(string path)
    {
        if (File.Exists(path)) return Read(path);

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, Encoding.ASCII, options))
        {
            writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));
        }

        try
        {
            // Whole or not at all: of two processes that make it at once, both read that of the first.
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }

        return Read(path);
    }

    /// <remarks>The name of the decryptor's type is stored with each key: under another name it would not be found.</remarks>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var box = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes, plain.Length), box.AsSpan(NonceBytes + plain.Length));
        var element = new XElement("sealed", new XAttribute("key", Name), Convert.ToBase64String(box));
        return new EncryptedXmlInfo(element, typeof(SealedKeyDecryptor));
    }

    public XElement Decrypt(XElement encryptedElement)
    {
        var box = Convert.FromBase64String(encryptedElement.Value);
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_key, TagBytes);
        aes.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes, plain.Length), box.AsSpan(NonceBytes + plain.Length), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}

/// <summary>Made by the framework, which finds its name in the key ring.</summary>
internal sealed class SealedKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var name = (string?)encryptedElement.Attribute("key");
        var key = services.GetRequiredService<SealingKeys>().Files.FirstOrDefault(file => file.Name == name)
            ?? throw new CryptographicException($"The key file {name} is none of Sealing:KeyFile and Sealing:PreviousKeyFiles.");
        return key.Decrypt(encryptedElement);
    }
}
