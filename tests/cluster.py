#!/usr/bin/env python3
"""
Past one machine: a Slurm of one node that is started for this, GNU parallel, and the Jobs of Kubernetes, on a generated archive.

However the work is divided, the manifest and every byte are those of one process.
"""
import contextlib
import hashlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import yaml

from reading import installed
from tap import ROOT, Tap, processes, run

N = 48
SHARDS = 4
PATIENCE = 240  # seconds after which what has not come hangs
CONTRIB = ROOT / 'contrib'
KUBERNETES = '1.29', '1.33', '1.37'  # the first that has all that the Jobs say, and later ones


def files(folder):
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob('*.pdf'))}


def free_ports(n):
    sockets = [socket.socket() for _ in range(n)]
    for s in sockets:
        s.bind(('127.0.0.1', 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


# ---- Slurm -------------------------------------------------------------------------------------------------------------

CONF = '''ClusterName=nashra
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ctl}
SlurmdPort={node}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={tmp}/munge.socket
CredType=cred/munge
StateSaveLocation={tmp}/state
SlurmdSpoolDir={tmp}/spool
SlurmctldPidFile={tmp}/ctl.pid
SlurmdPidFile={tmp}/node.pid
SlurmctldLogFile={tmp}/ctl.log
SlurmdLogFile={tmp}/node.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=1,batch_sched_delay=0
ReturnToService=2
MpiDefault=none
NodeName=localhost NodeAddr=127.0.0.1 CPUs={cpus} RealMemory=4000 State=UNKNOWN
PartitionName=all Nodes=localhost Default=YES MaxTime=INFINITE State=UP
'''


@contextlib.contextmanager
def slurm(tmp):
    """A controller and a node of our own; yields the environment to talk to them with."""
    user = subprocess.run(['id', '-un'], capture_output=True, text=True).stdout.strip()
    key = tmp / 'munge.key'
    key.write_bytes(os.urandom(1024))
    for p in (key, tmp):
        p.chmod(0o600 if p is key else 0o755)
    (tmp / 'munge').mkdir(mode=0o700)
    ctl, node = free_ports(2)
    conf = tmp / 'slurm.conf'
    conf.write_text(CONF.format(host=socket.gethostname(), ctl=ctl, node=node, user=user, tmp=tmp, cpus=os.cpu_count()))
    env = {**os.environ, 'SLURM_CONF': str(conf)}
    for d in ('state', 'spool'):
        (tmp / d).mkdir()
    words = [['munged', '--foreground', '--force', f'--key-file={key}', f'--socket={tmp}/munge.socket',
              f'--pid-file={tmp}/munge/pid', f'--log-file={tmp}/munge/log', f'--seed-file={tmp}/munge/seed'],
             ['slurmctld', '-D', '-i', '-c', '-f', conf], ['slurmd', '-D', '-N', 'localhost', '-f', conf]]
    started = []
    try:
        for w in words:
            started.append(subprocess.Popen([*map(str, w)], env=env, stdout=subprocess.DEVNULL, stderr=(tmp / f'{w[0]}.err').open('w'),
                                            start_new_session=True))
            time.sleep(0.5)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            seen = subprocess.run(['sinfo', '-h', '-o', '%T'], env=env, capture_output=True, text=True)
            if 'idle' in seen.stdout:
                break
            time.sleep(0.2)
        yield env, seen.stdout + seen.stderr
    finally:
        for p in reversed(started):
            p.send_signal(signal.SIGTERM)
            try:
                p.wait(10)
            except subprocess.TimeoutExpired:
                p.kill()
                p.wait()


def wait_for_queue(env):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        q = subprocess.run(['squeue', '-h'], env=env, capture_output=True, text=True)
        if q.returncode == 0 and not q.stdout.strip():
            return True
        time.sleep(0.3)
    return False


def test_slurm(t, program, plan, out, tmp, wanted):
    tmp.mkdir()
    with slurm(tmp) as (env, state):
        t.ok('idle' in state, 'a Slurm of one node runs', state + ''.join(p.read_text() for p in tmp.glob('*.err')))
        if 'idle' not in state:
            return
        done = subprocess.run([CONTRIB / 'slurm/nashra-slurm', plan, out, str(SHARDS)], env={**env, 'NASHRA': str(program)},
                              capture_output=True, text=True)
        t.ok(done.returncode == 0 and len(done.stdout.split()) == 2, 'an array and a merge are given to it', done.stderr)
        ended = wait_for_queue(env)
    logs = ''.join(p.read_text() for p in sorted((out / 'logs').glob('*'))) if (out / 'logs').exists() else ''
    t.ok(ended, 'both come to their end', logs)
    journals = sorted(p.name for p in (out / '.nashra').glob('journal-*'))
    t.ok(len(journals) == SHARDS, f'{SHARDS} tasks made a shard each', f'{journals} {logs}')
    compare(t, 'Slurm', out, wanted, logs)


# ---- all of them -------------------------------------------------------------------------------------------------------

def compare(t, name, out, wanted, why=''):
    manifest = out / 'manifest.json'
    t.ok(manifest.exists() and manifest.read_bytes() == wanted[0], f'{name}: the manifest is that of one process', why)
    t.ok(files(out) == wanted[1], f'{name}: and so are all bytes', why)


def kill_session(leader):
    """The leader and whatever it started, which may lead process groups of its own; until nothing of it is left, to hold locks."""
    left = [leader.pid]
    while left:
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        left = [pid for pid, state, _, session in processes() if session == leader.pid and state != 'Z']
    leader.wait()


def test_parallel(t, program, plan, out, wanted):
    env = {**os.environ, 'NASHRA': str(program)}
    words = [CONTRIB / 'parallel/nashra-parallel', plan, out, str(SHARDS), '-j', '2']
    p = subprocess.Popen([*map(str, words)], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(0.4)
    kill_session(p)
    done = subprocess.run([*map(str, words)], env=env, capture_output=True, text=True)
    t.ok(done.returncode == 0, 'GNU parallel: killed and said again, it comes to its end', done.stderr)
    compare(t, 'GNU parallel', out, wanted, done.stderr)
    again = subprocess.run([*map(str, words)], env=env, capture_output=True, text=True)
    t.ok(again.returncode == 0, 'GNU parallel: said once more it makes nothing', again.stderr)
    compare(t, 'GNU parallel again', out, wanted, again.stderr)
    remote = 'here' if shutil.which('ssh') is None else None
    if remote:
        return
    done = subprocess.run([*map(str, words[:4]), '-S', ':', '--workdir', '.'], env=env, capture_output=True, text=True)
    t.ok(done.returncode == 0, 'GNU parallel: with the words for other machines', done.stderr)


def check_job(t, name, job):
    """What the API of batch/v1 wants, by its own schema and beyond it."""
    spec, pod = job['spec'], job['spec']['template']['spec']
    box = pod['containers'][0]
    for version in KUBERNETES:
        done = subprocess.run([f'{installed()}/python/bin/kubernetes-validate', '--strict', '-k', version, CONTRIB / 'kubernetes' / name],
                              capture_output=True, text=True)
        t.ok(done.returncode == 0, f'{name}: Kubernetes {version} takes it', done.stdout + done.stderr)
    t.ok(box['image'] in (CONTRIB / 'kubernetes/Containerfile').read_text(encoding='utf-8'), f'{name}: its image is the one that is made')
    t.ok(pod['restartPolicy'] == 'Never', f'{name}: podFailurePolicy wants restartPolicy: Never')
    for rule in spec['podFailurePolicy']['rules']:
        t.ok(rule['action'] in ('FailIndex', 'FailJob', 'Ignore', 'Count') and (
            ('onExitCodes' in rule and rule['onExitCodes']['containerName'] == box['name'] and 0 not in rule['onExitCodes']['values'])
            or 'onPodConditions' in rule), f'{name}: a rule that can be', rule)
    mounts = {m['name'] for m in box['volumeMounts']}
    t.ok(mounts == {v['name'] for v in pod['volumes']}, f'{name}: mounts what it has')
    s = box['securityContext']
    t.ok(s['readOnlyRootFilesystem'] and not s['allowPrivilegeEscalation'] and s['capabilities']['drop'] == ['ALL']
         and pod['securityContext']['runAsNonRoot'], f'{name}: may do nothing that it need not')
    return box


def test_kubernetes(t, program, plan, out, wanted):
    job = yaml.safe_load((CONTRIB / 'kubernetes/archive.yaml').read_text(encoding='utf-8'))
    box = check_job(t, 'archive.yaml', job)
    spec = job['spec']
    n = spec['completions']
    given = {e['name']: e['value'] for e in box['env']}
    t.ok(spec['completionMode'] == 'Indexed' and given == {'JOB_COMPLETIONS': str(n)} and spec['maxFailedIndexes'] <= n
         and spec['parallelism'] <= n, 'archive.yaml: pods know how many there are', given)
    real = {'nashra': program, '/archive/plan.jsonl': plan, '/archive/out': out, '/archive/manifest.json': out / 'manifest.json'}
    for i in reversed(range(n)):
        words = [str(real.get(w, w)) for w in box['command']]
        done = subprocess.run(words, env={**os.environ, **given, 'JOB_COMPLETION_INDEX': str(i)}, capture_output=True, text=True)
        if done.returncode:
            t.ok(False, f'pod {i} comes to its end', done.stderr)
    merge = check_job(t, 'merge.yaml', yaml.safe_load((CONTRIB / 'kubernetes/merge.yaml').read_text(encoding='utf-8')))
    done = subprocess.run([str(real.get(w, w)) for w in merge['command']], capture_output=True, text=True)
    t.ok(done.returncode == 0, 'the Job that merges comes to its end', done.stderr)
    compare(t, 'an Indexed Job', out, wanted, done.stderr)


def main(program):
    t = Tap()
    with tempfile.TemporaryDirectory(prefix='nashra-') as name:
        tmp = pathlib.Path(name)
        made = subprocess.run([sys.executable, ROOT / 'tools/make-archive', '-n', str(N), '--as', 'items', tmp / 'archive'],
                              capture_output=True, text=True)
        t.ok(made.returncode == 0, f'an archive of {N} releases', made.stderr)
        plan = tmp / 'plan.jsonl'
        status, _, err = run(program, 'batch', 'plan', tmp / 'archive', '-l', 'letter', '-o', plan)
        t.ok(status == 0, 'a plan of it', err)
        status, _, err = run(program, 'batch', 'run', plan, '-O', tmp / 'one', '-j', 2, '-k')
        t.ok(status == 0, 'one process makes it', err)
        run(program, 'batch', 'merge', tmp / 'one', '-o', tmp / 'one/manifest.json')
        wanted = (tmp / 'one/manifest.json').read_bytes(), files(tmp / 'one')
        t.ok(len(wanted[1]) >= N - 2, f'{len(wanted[1])} outputs')
        test_slurm(t, program, plan, tmp / 'slurm-out', tmp / 'slurm', wanted)
        test_parallel(t, program, plan, tmp / 'parallel-out', wanted)
        test_kubernetes(t, program, plan, tmp / 'kubernetes-out', wanted)
    t.finish()


main(pathlib.Path(sys.argv[1]).resolve())
