using System.Diagnostics;
using System.IO.Pipes;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Tools.Files;

public sealed class ItemFileTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new ScratchFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [TestCase("item,model,D,a,b1,c,d\nq,3PL,1.7,2,0.5,0.2,1\n", ItemModel.ThreeParameterLogistic, 3.4, 0.2)]
    [TestCase("pos,model,a,b1,c\nq,2PL,2,0.5,0\n", ItemModel.TwoParameterLogistic, 2, 0)]
    [TestCase("\"item\",\"discrimination\",\"difficulty\",\"asymptote\"\nq,2,0.5,0.2\n", ItemModel.ThreeParameterLogistic, 2, 0.2)]
    [TestCase("item,a,b,c\nq,2,0.5,0\n", ItemModel.TwoParameterLogistic, 2, 0)]
    [TestCase("name,b\nq,0.5\n", ItemModel.OneParameterLogistic, 1, 0)]
    [TestCase("name,model,a,b\nq,1PL,1.5,0.5\n", ItemModel.TwoParameterLogistic, 1.5, 0)]
    public void ReadCsv_EachSpelling_GivesTheItem(string text, ItemModel model, double a, double c)
    {
        var item = ItemFile.Read(_folder.Write("F.csv", text)).Items.Single();

        var values = (item.Name, item.Parameters.Model, item.Parameters.Discrimination, item.Parameters.Guessing);
        Assert.That(values, Is.EqualTo(("q", model, a, c)));
        Assert.That(item.Parameters.Thresholds, Is.EqualTo(new[] { 0.5 }));
    }

    [Test]
    public void ReadCsv_PolytomousAmongDichotomous_ReadsAsManyThresholdsAsThereAre()
    {
        var file = _folder.Write(
            "F.csv", "pos,model,a,b1,b2,b3,b4,c\n1,3PL,0.9,-1.4,,,,0.1\n2,GPCM,1,-1,2,1,,\n3,graded,1,-1,0,1,2,NA\n");

        var items = ItemFile.Read(file).Items;

        Assert.That(items.Select(item => item.Parameters.Categories), Is.EqualTo(new[] { 2, 4, 5 }));
    }

    /// <summary>Opened, it would wait for somebody who writes into it.</summary>
    [TestCase("F.csv")]
    [TestCase("link.csv")]
    public void Read_NamedPipe_IsRefusedAndNotWaitedFor(string name)
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("Windows has no pipes among its files.");
        Process.Start("mkfifo", [_folder.PathOf("F.csv")])!.WaitForExit();
        File.CreateSymbolicLink(_folder.PathOf("link.csv"), _folder.PathOf("F.csv"));

        var refusal = _folder.Refusal(() => ItemFile.Read(_folder.PathOf(name)));

        Assert.That(refusal, Is.EqualTo((string[])[$"{name} is empty, or a named pipe, which is not read."]));
    }

    /// <summary>As a shell passes <c>&lt;(zcat R.csv.gz)</c>.</summary>
    [Test]
    public void Read_PipeThatIsOpenAlready_IsReadOnce()
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("Windows has no pipes among its files.");
        using var writing = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reading = new AnonymousPipeClientStream(PipeDirection.In, writing.ClientSafePipeHandle);
        writing.Write("item,a,b\nq,2,0.5\n"u8);
        writing.Dispose();

        var items = ItemFile.Read($"/dev/fd/{reading.SafePipeHandle.DangerousGetHandle()}").Items;

        Assert.That(items.Single().Name, Is.EqualTo("q"));
    }

    [Test]
    public void ReadCsv_WithoutNames_CountsFromOne()
    {
        var items = ItemFile.Read(_folder.Write("F.csv", "a,b\n1,0\n1,1\n")).Items;

        Assert.That(items.Select(item => item.Name), Is.EqualTo(new[] { "1", "2" }));
    }

    [Test]
    public void ReadJson_TheServicesOwnCalibration_IsReadAsItIs()
    {
        var assessments = Path.Combine(Api.Catalog.Documents.CatalogFiles.ShippedFolder, "assessments");
        var list = ItemFile.Read(Path.Combine(assessments, "python-fundamentals", "calibration.json"));

        Assert.That((list.Id, list.Version), Is.EqualTo(("python-fundamentals-provisional", (int?)3)));
        Assert.That(list.Title, Is.EqualTo("python-fundamentals-provisional, version 3"));
        Assert.That(list.Items, Has.Count.GreaterThan(50));
        Assert.That(list.Items.Select(item => item.Parameters.Model), Is.All.EqualTo(ItemModel.ThreeParameterLogistic));
    }

    [Test]
    public void ReadJson_ScalingConstant_GoesIntoTheDiscrimination()
    {
        var file = _folder.Write("F.json", """{"scalingConstant":1.7,"items":[{"item":"q","model":"2pl","a":2,"b":0}]}""");

        Assert.That(ItemFile.Read(file).Items.Single().Parameters.Discrimination, Is.EqualTo(3.4));
    }

    [Test]
    public void ReadJson_ScalingConstant_GoesIntoItsErrorsToo()
    {
        var list = ItemFile.Read(_folder.Write("F.json", """
            {"scalingConstant":2,"covariance":[[0.04],[0.01,0.09]],
             "items":[{"item":"p","model":"2pl","a":1,"b":3},{"item":"q","model":"2pl","a":2,"b":0,"standardErrors":{"a":0.2,"b":0.3}}]}
            """));

        Assert.That((list.Items[1].StandardErrors!.A, list.Items[1].StandardErrors!.B), Is.EqualTo((0.4, 0.3)));
        Assert.That(list.Covariance!.Of([list.Items[1]]), Is.EqualTo(new[] { 0.16, 0.02, 0.02, 0.09 }).Within(1e-15));
        Assert.That(list.Covariance.Of(list.Items), Is.Null, "it does not have those of p");
    }

    [TestCase("[[0.04]]")]
    [TestCase("[[0.04],[0.01]]")]
    [TestCase("[[0.04],[0.01,0.09],[0,0,1]]")]
    public void ReadJson_CovarianceOfOtherItems_IsRefused(string covariance)
    {
        var file = _folder.Write("F.json", $$$"""
            {"covariance":{{{covariance}}},"items":[{"item":"q","model":"2pl","a":2,"b":0,"standardErrors":{"a":0.2,"b":0.3}}]}
            """);

        Assert.That(() => ItemFile.Read(file), Throws.TypeOf<InputException>().With.Message.Contains("lower triangle for 2 parameters"));
    }

    [TestCase("item,model,a,b1,c,d\nq,3PL,1,0,0.2,0.95\n", "F.csv, row 2, column d: an upper asymptote of 0.95 is not supported; it must be 1.")]
    [TestCase("item,model,a,b1\nq,4PL,1,0\n", "F.csv, row 2: the model '4PL' is unknown; use 1pl, 2pl, 3pl, grm or gpcm.")]
    [TestCase("item,model,a,b1\nq,3PL,1,0\n", "F.csv, row 2: has no lower asymptote c.")]
    [TestCase("item,model,a,b1,c\nq,2PL,1,0,0.2\n", "F.csv, row 2: the lower asymptote c = 0.2 belongs to 3pl alone.")]
    [TestCase("item,model,a,b1,b2\nq,GRM,1,1,0\n", "F.csv, row 2: Threshold 2 must exceed threshold 1, 1. It is 0.")]
    [TestCase("item,a,b1,b2\nq,1,0,1\n", "F.csv, row 2: has several thresholds and so needs a model: grm or gpcm.")]
    [TestCase("item,a,b\nq,-1,0\n", "F.csv, row 2: A discrimination must lie in 1E-06..1000000. It is -1.")]
    [TestCase("item,a,b\nq,one,0\n", "F.csv, row 2, column a: 'one' is not a number.")]
    [TestCase("item,a,b\nq,1,0\nq,1,1\n", "F.csv: the item 'q' is given 2 times.")]
    [TestCase("item,a\nq,1\n", "F.csv: there is no column of difficulties (b, b1 or difficulty).")]
    [TestCase("item,a,b,slope\nq,1,0,1\n", "F.csv: the column slope is unknown; item, model, D, a, b, b1..bm, c and d are read.")]
    [TestCase("item,a,discrimination,b\nq,1,1,1\n", "F.csv: the columns a and discrimination mean the same.")]
    [TestCase("item,a,b\n", "F.csv has no items.")]
    [TestCase("{\"items\":[{\"item\":\"q\",\"model\":\"2pl\",\"b\":0}]}", "F.csv, items[0] (q): has no discrimination a.")]
    [TestCase("{\"items\":[{\"model\":\"2pl\",\"a\":1,\"b\":0}]}", "F.csv, items[0]: has no member 'item'.")]
    [TestCase("{\"scalingConstant\":\"1\",\"items\":[]}", "F.csv: scalingConstant must be a number, or an object with one as its value.")]
    [TestCase("{\"items\":[]}", "F.csv has no items.")]
    [TestCase("{}", "F.csv has no items.")]
    [TestCase("{\"items\":[null]}", "F.csv, items[0]: has no member 'item'.")]
    [TestCase("{\"items\":null}", "F.csv has no items.")]
    [TestCase("{\"items\":[],\"notEstimated\":[null]}", "F.csv has no items.")]
    public void Read_BadFile_SaysWhere(string text, string expected) =>
        Assert.That(_folder.Refusal(() => ItemFile.Read(_folder.Write("F.csv", text))), Has.Some.EqualTo(expected));

    [TestCase("{\"items\":[{\"item\":\"q\",\"a\":\"1\"}]}", "F.json, line 1")]
    [TestCase("{\"items\":[\n", "F.json, line 2")]
    [TestCase("[1]", "F.json, line 1")]
    public void ReadJson_Malformed_NamesTheLine(string text, string expected) =>
        Assert.That(_folder.Refusal(() => ItemFile.Read(_folder.Write("F.json", text)))[0], Does.StartWith(expected));
}
