using Aieh.Api.Contract;

namespace Aieh.Api.Candidates.Attempts;

internal static class AccommodationExamples
{
    public static readonly AccommodationRequest Give = new() { TimeMultiplier = 1.5, ExtraMinutes = 10 };

    public static readonly AccommodationResponse Given = new() { TimeMultiplier = 1.5, ExtraMinutes = 10, UpdatedAt = ExampleStory.Now };
}
