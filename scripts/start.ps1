# Start avatar on Windows, installing first what is missing, as scripts/start does elsewhere. All arguments go to the program:
#     powershell -ExecutionPolicy Bypass -File scripts\start.ps1 say "Hello"
# but for extras that are to be installed first (chinese, cluster, ears, film, japanese, llm, local, piper, psd):
#     powershell -ExecutionPolicy Bypass -File scripts\start.ps1 --with llm chat
# For Windows PowerShell 5.1 and later. Speaks on stderr alone, since stdout belongs to the program.
$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
$venv = Join-Path $root '.venv'
$python = Join-Path $venv 'Scripts\python.exe'
$avatar = Join-Path $venv 'Scripts\avatar.exe'

function Say($text) { [Console]::Error.WriteLine("avatar: $text") }
function Stop-Here($text) { Say $text; exit 1 }

# Prints the path of a Python that the libraries have wheels for.
function Find-Python {
    $ErrorActionPreference = 'Continue' # the launcher complains on stderr of each Python that is not there
    $ask = 'import sys; print(sys.executable if (3, 11) <= sys.version_info[:2] <= (3, 15) else str())'
    foreach ($words in 'py -3.14', 'py -3.13', 'py -3.12', 'py -3.11', 'py -3.15', 'python', 'python3') {
        $name, $version = $words -split ' '
        if (-not (Get-Command $name -ErrorAction SilentlyContinue)) { continue }
        if ($version) { $found = & $name $version -c $ask 2>$null } else { $found = & $name -c $ask 2>$null }
        if ($LASTEXITCODE -eq 0 -and $found) { return $found }
    }
}

# Changes with all that is installed, and with the folder, whose name is written into .venv.
function Get-Key($lock) {
    $files = $lock, (Join-Path $root 'pyproject.toml')
    (@($root) + @($files | ForEach-Object { (Get-FileHash -Algorithm SHA256 $_).Hash })) -join ' '
}

function Test-Stamp($name, $lock) {
    $stamp = Join-Path $venv $name
    (Test-Path $avatar) -and (Test-Path $stamp) -and ((Get-Content -Raw $stamp) -eq (Get-Key $lock))
}

function Set-Stamp($name, $lock) { Set-Content -NoNewline -Path (Join-Path $venv $name) -Value (Get-Key $lock) }

# pip tells by itself how far it is; its words go to stderr.
function Invoke-Pip {
    & $python -m pip --disable-pip-version-check install --no-input @args | ForEach-Object { [Console]::Error.WriteLine($_) }
    if ($LASTEXITCODE -ne 0) {
        Stop-Here 'that could not be installed. With a network, run the same command again: what is there already is kept.'
    }
}

function Install-Lock($lock) { Invoke-Pip --require-hashes --no-deps --only-binary :all: --requirement $lock }

function Install-Avatar {
    $lock = Join-Path $root 'requirements.lock'
    if (Test-Stamp 'libraries-run' $lock) { return }
    if (-not (Test-Path $python)) {
        $found = Find-Python
        if (-not $found) { Stop-Here 'Python 3.11 or newer is needed: winget install Python.Python.3.13' }
        Say "making a virtual environment in $venv ..."
        & $found -m venv $venv
        if ($LASTEXITCODE -ne 0) { Stop-Here "$found could not make it." }
    }
    Say 'installing Python libraries, each checked against its hash; once, a minute or two ...'
    Install-Lock $lock
    Invoke-Pip --no-deps --no-build-isolation --no-index --editable $root
    Set-Stamp 'libraries-run' $lock
}

function Install-Extra($name) {
    $known = @(Get-ChildItem (Join-Path $root 'requirements-*.lock') |
            ForEach-Object { $_.BaseName -replace '^requirements-', '' } | Where-Object { $_ -notin 'dev', 'docs' })
    if ($name -notin $known) { Stop-Here "there is no extra called '$name'. There are: $known." }
    $lock = Join-Path $root "requirements-$name.lock"
    if (Test-Stamp "extra-$name" $lock) { return }
    Say "installing the libraries for $name ..."
    Install-Lock $lock
    Set-Stamp "extra-$name" $lock
}

$rest = @($args)
Install-Avatar
while ($rest.Count -gt 0 -and $rest[0] -eq '--with') {
    if ($rest.Count -lt 2) { Stop-Here '--with needs the name of an extra.' }
    Install-Extra $rest[1]
    $rest = @($rest | Select-Object -Skip 2)
}
$env:AVATAR_START = $root
& $avatar @rest
exit $LASTEXITCODE
