using System.CommandLine;
using Aieh.Load;

var rounds = new Option<int>("--rounds") { Description = "How often to kill the service.", DefaultValueFactory = _ => 20 };
var crash = new Command(
    "crash",
    "Kill the service during submissions, again and again; every acknowledged submission must be there once, none twice.") { rounds };
crash.SetAction((result, ct) => CrashTest.RunAsync(result.GetValue(rounds), ct));

var employers = new Command(
    "employer-crash",
    "Kill the service while invitations are accepted, attempts submitted and events sent; nothing may be lost, and nothing untrue told.")
{
    rounds,
};
employers.SetAction((result, ct) => EmployerCrash.RunAsync(result.GetValue(rounds), ct));

var repeats = new Option<int>("--repeats") { Description = "Interleaved repeats of each measurement.", DefaultValueFactory = _ => 3 };
var seconds = new Option<int>("--seconds")
{
    Description = "Seconds of each measurement; a submission run ends earlier when its attempts are used up.",
    DefaultValueFactory = _ => 5,
};
var ratios = new Command("ratios", "Measure the service's endpoints against a bare minimal API in the same run.") { repeats, seconds };
ratios.SetAction((result, ct) => Ratios.RunAsync(result.GetValue(repeats), TimeSpan.FromSeconds(result.GetValue(seconds)), ct));

var pages = new Command("pages", "What pages cost against the API that they show, and what the API loses by there being pages.")
{
    repeats, seconds,
};
pages.SetAction((result, ct) => PagesCost.RunAsync(result.GetValue(repeats), TimeSpan.FromSeconds(result.GetValue(seconds)), ct));

var port = new Option<int>("--port") { Required = true };
var file = new Option<string>("--file") { Required = true };
var bare = new Command("bare", "The bare minimal API that the ratios are taken against.") { port, file };
bare.SetAction((result, ct) => BareApi.RunAsync(result.GetValue(port), result.GetValue(file)!, ct));

var people = new Option<int>("--people") { Description = "Candidates at each ability.", DefaultValueFactory = _ => 200 };
var recovery = new Command(
    "recovery",
    "Simulated candidates take every full form over HTTP; their estimates must miss the truth by as much as the item parameters say.")
{
    people,
};
recovery.SetAction((result, ct) => Recovery.RunAsync(result.GetValue(people), ct));

var growth = new Command("growth", "What requests on a passport cost as it grows: 10, 1,000 and 20,000 pieces of evidence and grants.");
growth.SetAction((_, ct) => Growth.RunAsync(ct));

var ranking = new Command("ranking", "What a page of a ranking costs with 100,000 candidates in the loop, against one with 1,000.");
ranking.SetAction((_, ct) => RankingPages.RunAsync(ct));

var draws = new Option<int>("--draws") { Description = "Draws of the item parameters from their priors.", DefaultValueFactory = _ => 400 };
var perDraw = new Option<int>("--people") { Description = "People for each of them.", DefaultValueFactory = _ => 100 };
var coverage = new Command("coverage", "How often 95 % intervals hold the truth while item parameters are uncertain.") { draws, perDraw };
coverage.SetAction(result => Coverage.Run(result.GetValue(draws), result.GetValue(perDraw)));

var attackers = new Option<int>("--attackers") { Description = "Simulated attackers.", DefaultValueFactory = _ => 11 };
var attack = new Command("attack", "How many submissions reveal the key of a full form, by how precisely scores are told.") { attackers };
attack.SetAction(result => KeyAttack.Run(result.GetValue(attackers)));

var root = new RootCommand("Load and crash tests of the AIEH Skills Passport service.")
{
    crash, employers, ratios, pages, recovery, growth, ranking, coverage, attack, bare,
};
return await root.Parse(args).InvokeAsync();
