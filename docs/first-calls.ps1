# The first calls of README.md for PowerShell 7 and Windows PowerShell 5.1: the same requests in the same order, and the same output.
# While the service runs, in the clone's folder:
#     powershell -ExecutionPolicy Bypass -File docs/first-calls.ps1
#     pwsh docs/first-calls.ps1
param([string] $Aieh = 'http://localhost:8080')
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function Send($Method, $Path, $Token, $Key, $Body) {
    $request = @{ Method = $Method; Uri = "$Aieh$Path"; Headers = @{}; UseBasicParsing = $true }
    if ($Token) { $request.Headers['Authorization'] = "Bearer $Token" }
    if ($Key) { $request.Headers['Idempotency-Key'] = $Key }
    if ($Body) { $request.Body = $Body }
    if ($Method -ne 'GET') { $request.ContentType = 'application/json' } # Left out, a POST would be sent as a form.
    Invoke-WebRequest @request
}

# Every match of a pattern in the text that it reads, a line each.
filter Find($Pattern) {
    foreach ($match in [regex]::Matches($_, $Pattern)) { $match.Value.Trim() }
}

# The named members of the JSON that it reads, neighbours on one line.
filter Show {
    $member = '"(' + ($args -join '|') + ')":("[^"]*"|\[[^\]\[{}]*\]|[^\]\[{},"]+)'
    $_ | Find "$member(,$member)*"
}

"`n# A role"
(Send GET /v1/roles/backend-engineer).Content | Find '"assessment":"[^"]*","relevance":[0-9.]*'

"`n# A sample, without an account"
$sample = (Send POST /v1/attempts -Body '{"assessment":"python-fundamentals","form":"sample"}').Content
$attempt = ($sample | ConvertFrom-Json).id
$token = ($sample | ConvertFrom-Json).token
$sample | Show id startedAt expiresAt itemCount token

"`n# Save answers"
$answers = (($sample | ConvertFrom-Json).items | ForEach-Object { "{""item"":""$($_.item)"",""option"":""b""}" }) -join ','
(Send PUT "/v1/attempts/$attempt/responses" -Token $token -Body "{""responses"":[$answers]}").Content

"`n# Submit it"
$null = Send POST "/v1/attempts/$attempt/submission" -Token $token -Key 'sample-1'
(Send GET "/v1/attempts/$attempt/score" -Token $token).Content | Show kind score standardError lower upper band probability

"`n# A passport"
$passport = (Send POST /v1/passports).Content
$id = ($passport | ConvertFrom-Json).id
$token = ($passport | ConvertFrom-Json).token
$passport

"`n# The full form"
$full = (Send POST /v1/attempts -Token $token -Body '{"assessment":"python-fundamentals","form":"full"}').Content
$attempt = ($full | ConvertFrom-Json).id
$answers = (($full | ConvertFrom-Json).items | ForEach-Object { "{""item"":""$($_.item)"",""option"":""b""}" }) -join ','
$full | Show id startedAt expiresAt itemCount

"`n# Submit it, twice"
foreach ($n in 'first', 'second') {
    "== $n"
    $answer = Send POST "/v1/attempts/$attempt/submission" -Token $token -Key 'full-1' -Body "{""responses"":[$answers]}"
    $answer.RawContent | Find '(?m)^(HTTP|Location|Idempotency).*|"score":[^}]*}'
}

"`n# The passport"
(Send GET "/v1/passports/$id" -Token $token).Content | Show coverage pillar weight score missingPillars assessment refreshDueAt evidenceCount

"`n# Readiness"
$ready = (Send GET "/v1/passports/$id/readiness/backend-engineer?stack=python&seniority=senior" -Token $token).Content
$ready | Show status readiness coverage minimumCoverage
$ready -replace '.*"nextSteps"' | Show assessment reason relevance coverageGain coverageAfter availableNow

"`n# Share it, and open the link"
$grant = (Send POST "/v1/passports/$id/grants" -Token $token -Body '{"kind":"link","scope":"passport"}').Content
$url = ($grant | ConvertFrom-Json).url
$url
(Send GET $url).Content | Show id missingPillars

"`n# Another provider's result"
$project = Join-Path (Split-Path $PSScriptRoot) 'Aieh.Api'
$secrets = dotnet run --project $project -- keys create --tenant 'Example Tests' --name results --scope evidence:write
$tenant = $secrets -match '^tenant' -replace '^tenant *'
$vendor = $secrets -match '^secret' -replace '^secret *'
$null = Send POST "/v1/passports/$id/grants" -Token $token -Body "{""kind"":""tenant"",""tenant"":""$tenant"",""scope"":""evidence""}"
$evidence = (Send POST "/v1/passports/$id/evidence" -Token $vendor -Key $id `
    -Body "{""concordance"":""percentile-general-cognitive"",""rawScore"":84,""observedAt"":""2026-01-15T10:00:00Z"",""reference"":""$id""}").Content
$evidence | Show assessment kind score standardError rawScore reference

"`n# An employer"
$secrets = dotnet run --project $project -- keys create --tenant 'Example Company' --name hiring --scope loops:write --scope invitations:write --scope results:read
$employer = $secrets -match '^secret' -replace '^secret *'
$loop = (Send POST /v1/hiring-loops -Token $employer `
    -Body '{"name":"Backend","role":"backend-engineer","weights":{"python-fundamentals":1},"assessments":["python-fundamentals"]}').Content
$loopId = ($loop | ConvertFrom-Json).id
$loop | Show minimumCoverage askedCoverage assessment relevance published reason
$invitation = (Send POST "/v1/hiring-loops/$loopId/invitations" -Token $employer -Body '{"reference":"application-1"}').Content
$invitationId = ($invitation | ConvertFrom-Json).id
$link = ($invitation | ConvertFrom-Json).token
$invitation | Show state remaining expiresAt url

"`n# The candidate accepts it"
(Send GET /v1/invitations/current -Token $link).Content | Show employer roleTitle assessment version
$accepted = (Send POST /v1/invitations/current/acceptance -Token $link -Key "accepted-$id" -Body "{""consent"":""2026-11-b"",""passport"":""$token""}").Content
$accepted | Show state assessment
(Send GET "/v1/invitations/$invitationId/result" -Token $employer).Content | Show status readiness coverage
(Send GET "/v1/passports/$id/access-log" -Token $token).Content | Show action name

"`n# An error"
try { Send POST /v1/attempts -Token $token -Body '{"assessment":"python-fundamentals","form":"full"}' } catch { $_.ErrorDetails.Message }
