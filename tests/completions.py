#!/usr/bin/env python3
"""
What Tab does in bash, zsh and fish: each shell on a terminal of its own, with what `nashra completion` prints.

    completions.py NASHRA
"""
import os
import pathlib
import pty
import select
import shutil
import sys
import tempfile
import time

from tap import Tap, run

DUMP = '\x07'
# What is typed before Tab, and what the line is then.
CASES = [
    ('nashra rend', 'nashra render'),
    ('nashra help insp', 'nashra help inspect'),
    ('nashra impose --sig', 'nashra impose --signature'),
    ('nashra impose bo', 'nashra impose booklet'),
    ('nashra batch me', 'nashra batch merge'),
    ('nashra batch --keep', 'nashra batch --keep-going'),
    ('nashra batch plan a --by mon', 'nashra batch plan a --by month'),
    ('nashra render x.md -l tabl', 'nashra render x.md -l tabloid'),
    ('nashra render x.md --profile newsp', 'nashra render x.md --profile newsprint'),
    ('nashra render x.md --profile=newsp', 'nashra render x.md --profile=newsprint'),
    ('nashra render x.md --lang a', 'nashra render x.md --lang ar'),
    ('nashra explain line.overf', 'nashra explain line.overfull'),
    ('nashra explain layout.page.bl', 'nashra explain layout.page.bleed'),
    ('nashra schema lay', 'nashra schema layout'),
    ('nashra completion fi', 'nashra completion fish'),
    # Files, where a word is one or may be; the folder has one.
    ('nashra render rele', 'nashra render release-of-today.md'),
    ('nashra check -l rele', 'nashra check -l release'),
    ('nashra render x.md -o rele', 'nashra render x.md -o release-of-today.md'),
    # None of another command's, and nothing where nothing fits.
    ('nashra serve --embed', 'nashra serve --embed'),
    ('nashra check --dp', 'nashra check --dp'),
]


class Shell:
    """A shell that a key makes write its line to a file."""

    def __init__(self, words, setup, folder):
        self.out, self.folder = folder / 'line', folder
        pid, self.fd = pty.fork()
        if pid == 0:
            os.chdir(folder / 'here')
            os.environ.update(HOME=str(folder), XDG_CONFIG_HOME=str(folder), TERM='xterm', PS1='$ ', HISTFILE='/dev/null')
            os.execvp(words[0], words)
        self.pid, self.said = pid, b''
        self.write('\n'.join(setup).replace('OUT', str(self.out)) + '\n')
        # Its own setting up has ended when it can tell a line.
        self.ask('ready', tab='')

    def write(self, text):
        os.write(self.fd, text.encode())

    def listen(self, seconds):
        if select.select([self.fd], [], [], seconds)[0]:
            try:
                self.said += os.read(self.fd, 65536)
            except OSError:
                pass

    def ask(self, typed, tab='\t'):
        """The line behind Tab; '' when the shell does not answer."""
        self.out.unlink(missing_ok=True)
        self.write(typed + tab + DUMP)
        end = time.monotonic() + 120
        again = time.monotonic() + 3
        while time.monotonic() < end:
            self.listen(0.05)
            if self.out.exists() and self.out.read_text(encoding='utf-8').endswith('\n'):
                return self.out.read_text(encoding='utf-8').strip()
            # Before it reads keys, a terminal may lose one.
            if not tab and time.monotonic() > again:
                self.write(DUMP)
                again += 3
        return ''

    def close(self):
        os.close(self.fd)
        os.waitpid(self.pid, 0)


SHELLS = {
    'bash': (['bash', '--norc', '--noprofile', '-i'],
             ["bind 'set enable-bracketed-paste off'", 'source FILE', 'dump() { printf "%s\\n" "$READLINE_LINE" >OUT; READLINE_LINE=; }',
              "bind -x '\"\\C-g\": dump'"]),
    'zsh': (['zsh', '-f', '-i'],
            ['fpath=(FOLDER $fpath); autoload -U compinit; compinit -u -D', 'unset zle_bracketed_paste; unsetopt beep',
             'dump() { print -r -- "$BUFFER" >OUT; BUFFER=; }', "zle -N dump; bindkey '^G' dump"]),
    'fish': (['fish', '--no-config', '-i'],
             ['set -g fish_autosuggestion_enabled 0', 'source FILE', 'function dump; commandline >OUT; commandline ""; end', 'bind \\cg dump']),
}
NAMES = {'bash': 'nashra.bash', 'zsh': '_nashra', 'fish': 'nashra.fish'}


def check_shell(t, program, name, folder):
    (folder / 'here').mkdir(parents=True)
    (folder / 'here/release-of-today.md').touch()
    status, text, err = run(program, 'completion', name)
    file = folder / NAMES[name]
    file.write_text(text, encoding='utf-8')
    t.ok(status == 0, f'{name}: completion is printed', err)
    words, setup = SHELLS[name]
    shell = Shell(words, [s.replace('FILE', str(file)).replace('FOLDER', str(folder)) for s in setup], folder)
    for typed, wanted in CASES:
        got = shell.ask(typed)
        # An option that wants a value is completed up to its = by some.
        t.ok(got == wanted or got == f'{wanted}=', f'{name}: {typed}', f'{got!r}, wanted {wanted!r}\n{shell.said[-300:]!r}')
    shell.close()


def main(program):
    t = Tap()
    for name in SHELLS:
        if not shutil.which(name):
            t.skip(f'{name}', 'it is not installed')
            continue
        with tempfile.TemporaryDirectory() as folder:
            check_shell(t, program, name, pathlib.Path(folder))
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
