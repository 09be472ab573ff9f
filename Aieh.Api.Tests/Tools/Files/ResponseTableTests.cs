using System.Text;
using Aieh.Api.Tools.Files;
using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Tools.Files;

public sealed class ResponseTableTests
{
    private static readonly ItemList Form = Of(
        new NamedItem("x", ItemParameters.OneParameter(0)),
        new("y", ItemParameters.Graded(1, -1, 1)),
        new("z", ItemParameters.OneParameter(1)));

    private Remarks _remarks = null!;
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create()
    {
        _folder = new ScratchFolder();
        _remarks = new Remarks();
    }

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void Read_ColumnsInAnyOrder_FollowsTheForm()
    {
        var table = Read("person,z,freq,y,x\nann,1,3,2,0\nbob,0,1,1,1\n");

        Assert.That(table.Responses, Is.EqualTo(new[] { 0, 2, 1, 1, 1, 0 }));
        Assert.That(table.Frequencies, Is.EqualTo(new[] { 3, 1 }));
        Assert.That((table.People, table.IdNames.Single(), table.Ids[1].Single()), Is.EqualTo((4L, "person", "bob")));
        Assert.That(Told, Is.Empty);
    }

    [TestCase("x,y,z\n1,2,0\n", TestName = "Read_Plain_IsTheSame")]
    [TestCase("x,y,z\r\n1,2,0\r\n", TestName = "Read_WindowsLineEnds_IsTheSame")]
    [TestCase("x,y,z\n1,2,0", TestName = "Read_WithoutALastLineEnd_IsTheSame")]
    [TestCase("\uFEFFx,y,z\n1,2,0\n", TestName = "Read_ByteOrderMark_IsTheSame")]
    [TestCase("\"x\",\"y\",\"z\"\n\"1\",2,\"0\"\n", TestName = "Read_Quoted_IsTheSame")]
    [TestCase(" x , y,z \n 1,2 , 0\n\n", TestName = "Read_SpacesAndABlankLine_IsTheSame")]
    [TestCase("Unnamed: 0,x,y,z\n0,1,2,0\n", TestName = "Read_RowNumbersOfPandas_IsTheSame")]
    [TestCase("x,y,z\nTRUE,2,False\n", TestName = "Read_TruthValues_IsTheSame")]
    [TestCase("\"\",\"x\",\"y\",\"z\"\n\"1\",1,2,0\n", TestName = "Read_RowNamesOfR_IsTheSame")]
    public void Read_Spelling_DoesNotMatter(string text) => Assert.That(Read(text).Responses, Is.EqualTo(new[] { 1, 2, 0 }));

    [TestCase(MissingResponses.NotAdministered, -1)]
    [TestCase(MissingResponses.Incorrect, 0)]
    public void Read_EmptyCells_CountAsAsked(object missing, int expected)
    {
        var file = _folder.Write("R.csv", "x,y,z\n,NA,.\n-1,NULL,1\n");
        var table = ResponseTable.Read(file, Form, ColumnRoles.None, (MissingResponses)missing, _remarks);

        Assert.That(table.Responses, Is.EqualTo(new[] { expected, expected, expected, expected, expected, 1 }));
    }

    [TestCase("person,Y,X,z,Freq\nann,2,1,0,3\n", TestName = "Read_NamesInAnotherCase_AreTheItems")]
    [TestCase("PERSON,x,Z,y,FREQUENCY\nann,1,0,2,3\n", TestName = "Read_NamesInAnotherCaseAndOrder_AreTheItems")]
    public void Read_Names_MatchInAnyCase(string text)
    {
        var table = Read(text);

        Assert.That(table.Responses, Is.EqualTo(new[] { 1, 2, 0 }));
        Assert.That((table.People, table.Ids[0].Single()), Is.EqualTo((3L, "ann")));
    }

    [Test]
    public void Read_ItemsThatDifferByCaseAlone_AreTheColumnsOfTheirVeryNames()
    {
        var form = Of(new NamedItem("q", ItemParameters.OneParameter(0)), new("Q", ItemParameters.OneParameter(1)));

        var both = ResponseTable.Read(_folder.Write("R.csv", "Q,q\n1,0\n"), form, ColumnRoles.None, default, _remarks);
        var one = ResponseTable.Read(_folder.Write("R.csv", "Q\n1\n"), form, ColumnRoles.None, default, _remarks);

        Assert.That((both.Responses, one.Responses), Is.EqualTo((new[] { 0, 1 }, new[] { -1, 1 })));
    }

    [Test]
    public void Read_ByPosition_TakesThePlacesAndSaysSo()
    {
        var table = ReadByPosition("pattern,i1,y,x\n1,0,1,1\n");

        Assert.That(table.Responses, Is.EqualTo(new[] { 0, 1, 1 }));
        Assert.That(Told, Does.Contain("the 3 columns i1 to x").And.Contain("in their order"));
    }

    [Test]
    public void Read_ByPositionWithTooFewColumns_IsRefused() => Assert.That(
        _folder.Refusal(() => ReadByPosition("pattern,i1,i2\n1,0,1\n")).Single(),
        Does.Contain("--by-position needs a column for each of the form's 3 items; 2 are"));

    [TestCase("1.0,2.0,0.0", 1, 2, 0)]
    [TestCase("01,2.,-0", 1, 2, 0)]
    [TestCase("NaN,nan,na", -1, -1, -1)]
    [TestCase("N/A,<NA>,n/a", -1, -1, -1)]
    [TestCase("-1.0, ,.", -1, -1, -1)]
    public void Read_CellsOfPandasAndR_MeanWhatTheyMeanThere(string cells, params int[] expected) =>
        Assert.That(Read($"x,y,z\n{cells}\n").Responses, Is.EqualTo(expected));

    [Test]
    public void Read_CodesDeclared_AreTheCategoriesInTheirOrder()
    {
        var roles = ColumnRoles.None with { Codes = ItemCodes.Parse(["Y=5,3,1", "x,z=1-2"]) };

        var table = ResponseTable.Read(_folder.Write("R.csv", "x,y,z\n1,5,2\n2,1,NA\n"), Form, roles, MissingResponses.Incorrect, _remarks);

        Assert.That(table.Responses, Is.EqualTo(new[] { 0, 0, 1, 1, 2, 0 }));
    }

    [TestCase("y=0-3", "y has 3 categories, and --codes gives it 4: 0-3.")]
    [TestCase("w=0,1", "R.csv: --codes names w, which is no item.")]
    [TestCase("y=1-3", "R.csv, row 2, column y: '0' is not one of the item's codes 1-3.")]
    public void Read_CodesThatDoNotFit_SayWhy(string codes, string said)
    {
        var roles = ColumnRoles.None with { Codes = ItemCodes.Parse([codes]) };

        var file = _folder.Write("R.csv", "x,y,z\n1,0,0\n");
        Assert.That(_folder.Refusal(() => ResponseTable.Read(file, Form, roles, default, _remarks)), Is.EqualTo(new[] { said }));
    }

    [TestCase("y=0-2-3")]
    [TestCase("y=")]
    [TestCase("1")]
    [TestCase("y=1,1")]
    [TestCase("y=a,b")]
    [TestCase("0-100000")]
    public void Codes_Unreadable_AreRefused(string text) =>
        Assert.That(_folder.Refusal(() => ItemCodes.Parse([text])).Single(), Does.StartWith($"--codes {text} cannot be read"));

    [Test]
    public void Read_Utf16WithAByteOrderMark_IsTheSame()
    {
        File.WriteAllText(_folder.PathOf("R.csv"), "x,y,z\n1,2,0\n", Encoding.Unicode);

        Assert.That(ReadFile("R.csv").Responses, Is.EqualTo(new[] { 1, 2, 0 }));
    }

    [Test]
    public void Read_Utf16WithoutAByteOrderMark_SaysSo()
    {
        File.WriteAllText(_folder.PathOf("R.csv"), "x,y,z\n1,2,0\n", new UnicodeEncoding(false, byteOrderMark: false));

        Assert.That(
            _folder.Refusal(() => ReadFile("R.csv")),
            Is.EqualTo(new[] { "R.csv is UTF-16 without a byte order mark; save it as UTF-8." }));
    }

    [Test]
    public void Read_SamePersonTwice_SaysWhereAndWhatToDo()
    {
        var said = _folder.Refusal(() => Read("person,x,y,z\nann,1,1,1\nbob,0,0,0\nann,0,1,0\n"));

        Assert.That(said.Single(), Does.StartWith("R.csv, row 4, column person: ann is in row 2 already. Keep one row"));
    }

    [TestCase("person,attempt,x,y,z\nann,1,1,1,1\nann,2,0,1,0\n", TestName = "Read_SamePersonInTwoAttempts_IsTwoRows")]
    [TestCase("person,group,x,y,z\nann,m,1,1,1\nbob,m,0,1,0\n", TestName = "Read_SameGroup_IsTwoRows")]
    [TestCase("person,x,y,z\n,1,1,1\nNA,0,1,0\n", TestName = "Read_PeopleWithoutNames_AreTwoRows")]
    public void Read_DifferentPeople_AreRead(string text) => Assert.That(Read(text).Rows, Is.EqualTo(2));

    [TestCase(10, "0", false)]
    [TestCase(10, "1", true)]
    [TestCase(9, "1", false)]
    public void Read_NobodyHasTheCode0_IsToldWhereThereAreAnswersEnough(int rows, string last, bool isTold)
    {
        Read("x,y,z\n" + string.Concat(Enumerable.Repeat("0,1,0\n", rows - 1)) + $"0,{last},1\n");

        Assert.That(Told.Contains("declare them, as in --codes y=1-3", StringComparison.Ordinal), Is.EqualTo(isTold));
    }

    [Test]
    public void Read_IgnoredId_IsNotRead()
    {
        var roles = new ColumnRoles([], null, ["Person"]);

        var table = ResponseTable.Read(_folder.Write("R.csv", "person,x,y,z\nann,1,1,1\nann,0,1,0\n"), Form, roles, default, _remarks);

        Assert.That((table.Rows, table.IdNames), Is.EqualTo((2, Array.Empty<string>())));
    }

    [Test]
    public void Read_ItemWithoutAColumn_IsNotAdministeredAndSaidSo()
    {
        var table = ResponseTable.Read(_folder.Write("R.csv", "x,z\n1,0\n"), Form, ColumnRoles.None, MissingResponses.Incorrect, _remarks);

        Assert.That(table.Responses, Is.EqualTo(new[] { 1, -1, 0 }));
        Assert.That(Told, Does.Contain("no column for y"));
    }

    [Test]
    public void Read_FormNamesAReservedColumn_IsAnItem()
    {
        var form = Of(new NamedItem("group", ItemParameters.OneParameter(0)));
        var file = _folder.Write("R.csv", "id,group\n1,0\n");
        var table = ResponseTable.Read(file, form, ColumnRoles.None, MissingResponses.NotAdministered, _remarks);

        Assert.That((table.Responses.Single(), table.IdNames.Single()), Is.EqualTo((0, "id")));
    }

    [Test]
    public void Read_RolesGiven_AreFollowed()
    {
        var file = _folder.Write("R.csv", "who,x,y,z,weight,remark\nann,1,0,0,2,late\n");
        var roles = new ColumnRoles(["who"], "weight", ["remark"]);
        var table = ResponseTable.Read(file, Form, roles, MissingResponses.NotAdministered, _remarks);

        Assert.That((table.IdNames.Single(), table.Frequencies.Single()), Is.EqualTo(("who", 2)));
    }

    [Test]
    public void Read_ItemThatCouldNotBeCalibrated_IsPassedOverAndSaidSo()
    {
        var file = _folder.Write("R.csv", "x,y,z,q\n1,2,0,1\n");
        var table = ResponseTable.Read(file, Form with { LeftOut = [new ItemLeftOut("q", null)] }, ColumnRoles.None, default, _remarks);

        Assert.That(table.Responses, Is.EqualTo(new[] { 1, 2, 0 }));
        Assert.That(Told, Does.Contain("q: could not be calibrated"));
    }

    [Test]
    public void Read_CategoriesJoinedByTheCalibration_AreMapped()
    {
        var form = Of(new NamedItem("y", ItemParameters.Graded(1, -1, 1)) { CategoryMap = [0, 1, 1, 2] });

        var table = ResponseTable.Read(_folder.Write("R.csv", "y\n0\n1\n2\n3\n\"\"\n"), form, ColumnRoles.None, default, _remarks);
        Assert.That(table.Responses, Is.EqualTo(new[] { 0, 1, 1, 2, -1 }));
        Assert.That(table.Scored, Is.EqualTo(new[] { 0, 1, 2, 3, -1 }), "raw scores are of what was answered");
    }

    [Test]
    public void ReadWithoutAForm_EveryColumnButTheReserved_IsAnItem()
    {
        var file = _folder.Write("R.csv", "examinee,true_theta,a,b,freq\n1,-0.5,0,3,7\n");
        var table = ResponseTable.Read(file, ColumnRoles.None, ItemParameters.MaximumCategories);

        Assert.That(table.Items, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(table.Responses, Is.EqualTo(new[] { 0, 3 }));
    }

    [TestCase("", "R.csv is empty, or a named pipe, which is not read.")]
    [TestCase("x,y,z\n", "R.csv has no rows below its header.")]
    [TestCase("x;y;z\n1;2;0\n", "R.csv: the columns are separated by semicolons; write commas.")]
    [TestCase("x\ty\tz\n1\t2\t0\n", "R.csv: the columns are separated by tabs; write commas.")]
    [TestCase("x,y,x\n1,2,0\n", "R.csv, row 1: 2 columns (1, 3) are called x; rename or remove one.")]
    [TestCase("x,y,z\n1,2,0\n1,2\n", "R.csv, row 3: 2 cells, but the header has 3: there is none for z; write an empty cell where there is no answer.")]
    [TestCase("x,y,z\n1,2,0,1\n", "R.csv, row 2: 4 cells, but the header has 3: a comma inside a cell needs quotes around it, and a column of row names needs a header.")]
    [TestCase("x,y,z\n1,yes,0\n", "R.csv, row 2, column y: 'yes' is not a category 0..2.")]
    [TestCase("x,y,z\n1,3,0\n", "R.csv, row 2, column y: '3' is not a category 0..2; other codes are declared with --codes.")]
    [TestCase("x,y,z\n1,1.5,0\n", "R.csv, row 2, column y: '1.5' is not a category 0..2.")]
    [TestCase("Y,y,z,X\n1,2,0,1\n", "R.csv, row 1: the column Y is neither an item of the form nor a reserved name; name it with --ignore or --id, or correct it.")]
    [TestCase("X1,y,z\n1,2,0\n", "R.csv, row 1: the column X1 is neither an item of the form nor a reserved name; name it with --ignore or --id, or correct it.")]
    [TestCase("x,y,z\n-2,1,0\n", "R.csv, row 2, column x: '-2' is not a category 0..1.")]
    [TestCase("x,y,z,freq\n1,1,0,many\n", "R.csv, row 2, column freq: 'many' is not a number of people.")]
    [TestCase("x,y,q\n1,1,0\n", "R.csv, row 1: the column q is neither an item of the form nor a reserved name; name it with --ignore or --id, or correct it.")]
    [TestCase("p,q\n1,1\n", "R.csv: none of the form's 3 items (x, …) has a column. Name the columns as the form does.")]
    [TestCase("p,q,r\n1,1,1\n", "R.csv: none of the form's 3 items (x, …) has a column. Name the columns as the form does, or say --by-position if p to r are its items in their order.")]
    [TestCase("x,y,z\n1,\"1,0\n", "R.csv, row 3: a quote is not closed.")]
    [TestCase("x,y,z\n1,1\"1,0\n", "R.csv, row 2: a quote stands inside a cell without being doubled, or is not closed.")]
    public void Read_BadFile_SaysWhere(string text, string expected) =>
        Assert.That(_folder.Refusal(() => Read(text)), Has.Some.EqualTo(expected));

    [Test]
    public void Read_ManyFaults_TellsTwentyAndCountsTheRest()
    {
        var lines = _folder.Refusal(() => Read("x,y,z\n" + string.Concat(Enumerable.Repeat("7,7,7\n", 10))));

        Assert.That(lines, Has.Length.EqualTo(21));
        Assert.That(lines[^1], Is.EqualTo("… and 10 more."));
    }

    [Test]
    public void Read_BlankLinesAbove_CountsRowsAsAnEditorDoes()
    {
        var said = _folder.Refusal(() => Read("x,y,z\n0,0,0\n\n\n7,0,0\n"));

        Assert.That(said.Single(), Does.StartWith("R.csv, row 5, column x: '7' is not a category 0..1"));
    }

    [Test]
    public void Read_NotUtf8_SaysSo()
    {
        File.WriteAllBytes(_folder.PathOf("R.csv"), [.. Encoding.UTF8.GetBytes("x,y,z\n1,"), 0xE9, .. Encoding.UTF8.GetBytes(",0\n")]);

        var said = _folder.Refusal(() => ReadFile("R.csv")).Single();
        Assert.That(said, Is.EqualTo("R.csv is not UTF-8 text; save it as UTF-8 (a spreadsheet calls it CSV UTF-8)."));
    }

    [Test]
    public void Read_NoSuchFileOrAFolder_SaysSo()
    {
        Directory.CreateDirectory(_folder.PathOf("D.csv"));

        Assert.That(_folder.Refusal(() => ReadFile("N.csv")), Is.EqualTo(new[] { "N.csv does not exist." }));
        Assert.That(_folder.Refusal(() => ReadFile("D.csv")), Is.EqualTo(new[] { "D.csv is a folder." }));
    }

    private string Told
    {
        get
        {
            using var told = new StringWriter();
            _remarks.Tell(told, isStrict: false);
            return told.ToString();
        }
    }

    private static ItemList Of(params NamedItem[] items) => new("F.csv", null, null, items);

    private ResponseTable Read(string text) =>
        ResponseTable.Read(_folder.Write("R.csv", text), Form, ColumnRoles.None, MissingResponses.NotAdministered, _remarks);

    private ResponseTable ReadByPosition(string text) =>
        ResponseTable.Read(_folder.Write("R.csv", text), Form, ColumnRoles.None with { ByPosition = true }, default, _remarks);

    private ResponseTable ReadFile(string name) => ResponseTable.Read(_folder.PathOf(name), Form, ColumnRoles.None, default, _remarks);
}
