using System.Globalization;
using System.Runtime.CompilerServices;

namespace Aieh.Api.Platform.Operations;

internal static class Culture
{
    /// <summary>
    /// The service writes for machines: no number or date may depend on the LANG of the server it runs on. Set before anything else runs,
    /// because the runtime's own invariant mode is not open to us: Microsoft.Data.SqlClient throws in it.
    /// </summary>
    [ModuleInitializer]
    internal static void Initialize()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
    }
}
