using Aieh.Api;

return await Verbs.RunAsync(args);

/// <summary>Public so that tests can start the service as it is.</summary>
public partial class Program;
