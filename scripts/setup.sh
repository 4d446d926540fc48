# What scripts/start and scripts/test share: `setup run` or `setup test` brings in whatever is missing, then returns;
# `extra film` what one of the light extras needs. POSIX sh. Speaks on stderr alone, since stdout belongs to the program. Needs $root, the folder of the project.

venv=$root/.venv
log=$venv/setup.log

say() { printf 'avatar: %s\n' "$*" >&2; }
indent() { printf '    %s\n' "$*"; }
show() { indent "$@" >&2; }
stop() { say "$@"; exit 1; }

setup() {
    purpose=$1
    lock=$(lock_for "$purpose")
    [ -e "$venv/packages-$purpose" ] && done_with "$purpose" && return
    must_be_ours
    one_at_a_time
    done_with "$purpose" || [ -e "$venv/libraries-$purpose" ] ||
        say "setting up in $venv, once: this takes a few minutes ..."
    system_packages
    if ! done_with "$purpose"; then
        libraries
        extras_again
    fi
    exec 9>&-
}

must_be_ours() {
    mkdir -p "$venv" 2>/dev/null && [ -w "$venv" ] ||
        stop "$root can't be written to by $(id -un): copy the project to a folder of your own, or run as its owner."
}

lock_for() {
    case $1 in
        run) echo "$root/requirements.lock" ;;
        test) echo "$root/requirements-dev.lock" ;;
        *) echo "$root/requirements-$1.lock" ;;
    esac
}

# Installs an extra, which is a lock file of its own, unless it is here; fails where that can't be done.
extra() {
    lock=$root/requirements-$1.lock
    [ -n "$1" ] && [ -e "$lock" ] || stop "there is no extra called '$1'. There are: $(extras)."
    [ "$(cat "$venv/extra-$1" 2>/dev/null)" = "$(key "$1")" ] && return
    must_be_ours
    one_at_a_time
    fetch "the libraries for $1" || return 1
    key "$1" >"$venv/extra-$1"
    exec 9>&-
}

extras() { (cd "$root" && ls requirements-*.lock) | sed -n 's/^requirements-\(.*\)\.lock$/\1/p' | grep -vxE "dev|docs" | paste -sd ' ' -; }

# The extras that were installed before the libraries changed.
extras_again() {
    for each in "$venv"/extra-*; do
        [ ! -e "$each" ] || extra "${each##*/extra-}" || say "without ${each##*/extra-} this goes on."
    done
}

# Changes with all that is installed, with the folder (its name is written into .venv) and with the system's Python.
key() {
    { echo "$root"; readlink -f "$venv/bin/python"; cat "$(lock_for "$1")" "$root/pyproject.toml"; } 2>/dev/null | cksum
}

# Whether the libraries for run or test are the ones locked now.
done_with() {
    [ -x "$venv/bin/python" ] && [ -x "$venv/bin/avatar" ] && [ "$(cat "$venv/libraries-$1" 2>/dev/null)" = "$(key "$1")" ]
}

# A second start during the first waits for it, where the system has flock.
one_at_a_time() {
    exec 9>"$venv/setup.lock"
    command -v flock >/dev/null || return 0
    flock -n 9 || { say "waiting for another set-up of the same folder to end ..."; flock 9; }
}

# ---------------------------------------------------------------------------------------------------- system packages

system_packages() {
    [ -e "$venv/packages-$purpose" ] && return
    if [ "$(uname -s)" != Linux ]; then
        : # the wheels for macOS bring their libraries along
    elif command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
        missing=$(missing_packages)
        [ -z "$missing" ] || apt_install || { say_missing; return; }
    elif [ ! -e "$venv/libraries-$purpose" ]; then
        other_linux
    fi
    : >"$venv/packages-$purpose"
}

wanted() { sed -n "s/^${1} *| *\([^ ]*\).*/\1/p" "$root/scripts/debian-packages"; }

missing_packages() {
    for package in $(wanted run; [ "$purpose" = run ] || wanted test); do
        [ "$package" = python3-venv ] && { [ -x "$venv/bin/python" ] || makes_venvs; } && continue
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
    done
}

# Installs $missing as root or by a sudo that asks no password; otherwise fails.
apt_install() {
    if [ "$(id -u)" = 0 ]; then as_root=
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as_root="sudo -n"
    else return 1
    fi
    say "installing system packages: $missing"
    if ! watch apt_words apt_run; then
        say "apt-get could not install them. Its last words (all of them are in $log):"
        tail -n 3 "$log" | while read -r line; do show "$line"; done
        return 1
    fi
}

apt_run() {
    # shellcheck disable=SC2086  # words on purpose
    $as_root env LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive apt-get update &&
        $as_root env LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
}

# How far apt-get is, by what it has logged so far.
apt_words() {
    total=$(since | sed -n 's/.* \([0-9]*\) newly installed.*/\1/p' | tail -n 1)
    up=$(count '^Setting up ') out=$(count '^Unpacking ')
    [ "$up" -le "${total:-0}" ] || up=$total # some are unpacked or set up twice
    [ "$out" -le "${total:-0}" ] || out=$total
    if [ -z "$total" ]; then echo "system packages: asking what there is"
    elif [ "$up" -gt 0 ]; then echo "system packages: $up of $total set up"
    elif [ "$out" -gt 0 ]; then echo "system packages: $out of $total unpacked"
    else echo "system packages: $(since | sed '1,/ newly installed/d' | grep -c '^Get:' || :) of $total fetched"
    fi
}

# What is missing, the command that mends it, and what works without.
say_missing() {
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    [ -z "${AVATAR_START-}" ] || return 0 # who started us has said it
    if [ -e "$venv/libraries-$purpose" ]; then
        say "still without the system packages $missing(scripts/start doctor says more)"
        return
    fi
    say "these system packages are missing, and installing them takes an administrator. The command:"
    show "sudo apt-get install --no-install-recommends $missing"
    say "Without them:"
    sed 's/ *| */|/g' "$root/scripts/debian-packages" | while IFS='|' read -r _ package lost; do
        case " $missing" in *" $package "*) indent "$lost" ;; esac
    done | uniq >&2
}

other_linux() {
    say "this Linux has no apt-get. If the face or the sound is missing later, install these; scripts/start doctor says more:"
    if command -v dnf >/dev/null; then
        show "dnf install mesa-libEGL mesa-libGL mesa-dri-drivers fontconfig freetype dejavu-sans-fonts portaudio" \
            "alsa-plugins-pulseaudio espeak-ng"
    elif command -v pacman >/dev/null; then
        show "pacman -S mesa libglvnd fontconfig freetype2 ttf-dejavu portaudio alsa-plugins espeak-ng"
    elif command -v zypper >/dev/null; then
        show "zypper install Mesa-libEGL1 Mesa-libGL1 Mesa-dri fontconfig libfreetype6 dejavu-fonts libportaudio2" \
            "alsa-plugins-pulse espeak-ng"
    else
        show "libEGL, libGL and Mesa's drivers, fontconfig, freetype, the DejaVu fonts, PortAudio, ALSA's plug-ins, espeak-ng"
    fi
}

# -------------------------------------------------------------------------------------------------- Python and libraries

# Prints a Python of at least 3.11: the one that is named, else one for which the libraries have wheels, else any.
find_python() {
    for newest in 14 15 99; do
        for python in ${AVATAR_PYTHON:+"$AVATAR_PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python3.15 python; do
            if [ "$python" = "${AVATAR_PYTHON-}" ] && is_python 99 || is_python "$newest"; then
                command -v "$python"
                return
            fi
        done
    done
    return 1
}

is_python() { "$python" -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, $1))" 2>/dev/null; }

# Whether the Python that will be taken can do it; Debian's needs python3-venv, others have all.
makes_venvs() { python=$(find_python) && "$python" -c 'import ensurepip, venv' 2>/dev/null; }

make_venv() {
    if [ -x "$venv/bin/python" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1 &&
        [ "$(cat "$venv/made-for" 2>/dev/null)" = "$(made_for)" ]; then
        return
    fi
    say "making a virtual environment ..."
    python=$(find_python) ||
        stop "Python 3.11 or newer is needed. Debian 12 and later: apt-get install python3 python3-venv"
    rm -rf "$venv/bin" "$venv/lib" "$venv/lib64" "$venv/include" "$venv/pyvenv.cfg" "$venv"/libraries-*
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -m venv "$venv" >>"$log" 2>&1
    elif "$python" -m virtualenv --version >/dev/null 2>&1; then
        "$python" -m virtualenv "$venv" >>"$log" 2>&1
    elif command -v uv >/dev/null; then
        uv venv --quiet --allow-existing --seed --python "$python" "$venv" >>"$log" 2>&1
    else
        pip_from_debian
    fi || {
        say "$python can't make a virtual environment (see $log), and avatar runs in one. An administrator can mend that:"
        show "sudo apt-get install python3-venv"
        stop "Or install uv or virtualenv for yourself. Then run this again."
    }
    made_for >"$venv/made-for"
}

# Without python3-venv there is no pip; anyone may download Debian's, checked by apt as ever, into a folder of their own.
pip_from_debian() {
    command -v apt-get >/dev/null && "$python" -c 'import venv' 2>/dev/null || return 1
    say "fetching pip from Debian, for $venv alone ..."
    apt=$venv/apt
    mkdir -p "$apt/lists/partial" "$apt/archives/partial"
    set -- -o "Dir::State=$apt" -o Dir::State::status=/var/lib/dpkg/status -o "Dir::Cache=$apt" -o Debug::NoLocking=1
    apt-get "$@" update >>"$log" 2>&1 && (cd "$apt" && apt-get "$@" download python3-pip-whl) >>"$log" 2>&1 &&
        dpkg-deb -x "$apt"/python3-pip-whl*.deb "$apt" && "$python" -m venv --without-pip "$venv" >>"$log" 2>&1 &&
        wheel=$(echo "$apt"/usr/share/python-wheels/pip-*.whl) &&
        "$venv/bin/python" "$wheel/pip" install --no-index --no-deps "$wheel" >>"$log" 2>&1 && rm -rf "$apt"
}

# The folder and the Python that a virtual environment works for.
made_for() { echo "$root $(readlink -f "$venv/bin/python")"; }

# Everything in the lock file, then avatar itself as a link to this folder.
libraries() {
    make_venv
    fetch "Python libraries" || exit 1
    pip_install --no-deps --no-build-isolation --no-index --editable "$root" >>"$log" 2>&1 ||
        stop "avatar itself could not be installed from $root: is every file of it there? $log says why."
    # The libraries for the tests hold all those that avatar runs with.
    key run >"$venv/libraries-run"
    key "$purpose" >"$venv/libraries-$purpose"
}

# Everything in $lock; $1 says what that is.
fetch() {
    what=$1
    say "installing $what ($(grep -c '==' "$lock"), each checked against its hash) ..."
    watch pip_words pip_install --require-hashes --no-deps --only-binary :all: --requirement "$lock" && return
    say "$what could not be installed. What pip says (more of it is in $log):"
    grep -E '^ *(ERROR|WARNING: Retrying)' "$log" | tail -n 3 | while read -r line; do show "$line"; done
    say "With a network, run the same command again: what is there already is kept."
    return 1
}

pip_install() {
    PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1 \
        "$venv/bin/python" -m pip install --no-input --no-color --progress-bar off "$@" </dev/null 9>&-
}

# How far pip is. It looks at every library, then unpacks them all without a word: then their folders are counted.
pip_words() {
    ours=$(($(grep -c '==' "$lock") - $(count '^Ignoring ')))
    seen=$(count '^Collecting |^Processing |^Requirement already satisfied: ')
    if since | grep -q '^Installing collected packages: '; then
        echo "$what: $(find "$venv"/lib/python*/site-packages -maxdepth 1 -name '*.dist-info' -newer "$venv/at-work" | wc -l) of" \
            "$(since | sed -n 's/^Installing collected packages: //p' | tr ',' '\n' | wc -l) unpacked"
    else
        echo "$what: $seen of $ours fetched$(since | sed -n 's/^Collecting \([^=]*\)==.*/, \1/p' | tail -n 1)"
    fi
}

# ----------------------------------------------------------------------------------------------------------- progress

# Runs a command into the log and tells meanwhile, by the words that another command prints, how far it is: WORDS COMMAND...
# On a terminal in one line with a spinner, elsewhere in a line every ten seconds. Ctrl+C ends the command as ever.
watch() {
    words=$1; shift
    began=$(date +%s)
    : >>"$log"
    logged=$(wc -c <"$log")
    : >"$venv/at-work"
    tell_on 9>&- &
    teller=$!
    trap 'hush; rm -f "$venv/at-work"; exit 130' INT TERM HUP
    code=0
    "$@" >>"$log" 2>&1 </dev/null 9>&- || code=$?
    hush
    trap - INT TERM HUP
    [ "$code" != 0 ] || say "$($words), in $(($(date +%s) - began)) s"
    rm -f "$venv/at-work"
    return "$code"
}

# Until the work is done, or its shell is gone.
tell_on() {
    told=$began turn=0
    while [ -e "$venv/at-work" ] && kill -0 $$ 2>/dev/null; do
        if on_terminal; then
            turn=$((turn % 4 + 1))
            printf '\r\033[K  %s %.90s' "$(printf '|/-\\' | cut -c $turn)" "$($words)" >&2
        elif [ $(($(date +%s) - told)) -ge 10 ]; then
            told=$(date +%s)
            say "  $($words) ..."
        fi
        sleep 0.3 2>/dev/null || sleep 1
    done
}

hush() {
    kill "$teller" 2>/dev/null || :
    wait "$teller" 2>/dev/null || :
    ! on_terminal || printf '\r\033[K' >&2
}

# What the command has written into the log so far, and how many of its lines are like a pattern.
since() { tail -c "+$((logged + 1))" "$log" 2>/dev/null; }
count() { since | grep -cE "$1" || :; }

on_terminal() { [ -t 2 ] && [ "${TERM:-dumb}" != dumb ]; }
