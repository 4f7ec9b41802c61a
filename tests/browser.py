"""A real Chromium, without a window, driven over its debugging protocol."""
import base64
import json
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request

from tap import end_with_parent

PROGRAM = shutil.which('chromium') or shutil.which('chromium-browser') or shutil.which('google-chrome')


class Channel:
    """Texts over a WebSocket (RFC 6455), as much of it as the protocol needs."""

    def __init__(self, url):
        at = urllib.parse.urlsplit(url)
        self.socket = socket.create_connection((at.hostname, at.port), timeout=120)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(f'GET {at.path} HTTP/1.1\r\nHost: {at.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
                            f'Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n'.encode())
        self.file = self.socket.makefile('rb')
        if b' 101 ' not in self.file.readline():
            raise RuntimeError('Chromium does not speak WebSocket')
        while self.file.readline().strip():
            pass

    def send(self, text):
        data = text.encode()
        n, mask = len(data), os.urandom(4)
        head = bytes([0x81]) + (bytes([0x80 | n]) if n < 126 else
                                struct.pack('>BH', 0x80 | 126, n) if n < 65536 else struct.pack('>BQ', 0x80 | 127, n))
        key = (mask * (n // 4 + 1))[:n]
        masked = (int.from_bytes(data, 'big') ^ int.from_bytes(key, 'big')).to_bytes(n, 'big')
        self.socket.sendall(head + mask + masked)

    def recv(self):
        whole = b''
        while True:
            first, n = self.file.read(2)
            if n == 126:
                n, = struct.unpack('>H', self.file.read(2))
            elif n == 127:
                n, = struct.unpack('>Q', self.file.read(8))
            data = self.file.read(n)
            if first & 0x0F in (0, 1, 2):
                whole += data
                if first & 0x80:
                    return whole.decode()

    def close(self):
        self.file.close()
        self.socket.close()


class Browser:
    """One process with one window; what went wrong on its pages is in `faults`."""

    def __init__(self, width=1200, height=900):
        self.folder = tempfile.mkdtemp(prefix='browser-')
        # Renderers of Chromium want a sandbox that containers and root cannot have.
        self.process = subprocess.Popen(
            [PROGRAM, '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
             '--disable-extensions', '--disable-background-networking', '--disable-component-update', '--hide-scrollbars',
             '--remote-debugging-port=0', f'--user-data-dir={self.folder}', f'--window-size={width},{height}', 'about:blank'],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            preexec_fn=end_with_parent)
        self.port = self._port()
        self.faults = []
        self.n = 0
        self.socket = self._connect()
        for domain in ('Page', 'Runtime', 'Log', 'Network'):
            self.call(f'{domain}.enable')
        self.call('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1, mobile=False)

    def _port(self):
        file = pathlib.Path(self.folder, 'DevToolsActivePort')
        for _ in range(2400):
            if file.exists() and file.read_text().strip():
                return int(file.read_text().split()[0])
            time.sleep(0.05)
        raise RuntimeError('Chromium does not start')

    def _connect(self):
        for _ in range(200):
            with urllib.request.urlopen(f'http://127.0.0.1:{self.port}/json/list', timeout=60) as f:
                targets = [t for t in json.load(f) if t['type'] == 'page']
            if targets:
                return Channel(targets[0]['webSocketDebuggerUrl'])
            time.sleep(0.05)
        raise RuntimeError('Chromium has no page')

    def _note(self, message):
        """What a console shows as an error."""
        method, p = message.get('method'), message.get('params', {})
        if method == 'Runtime.exceptionThrown':
            self.faults.append(p['exceptionDetails'].get('exception', {}).get('description', 'exception'))
        elif method == 'Log.entryAdded' and p['entry']['level'] == 'error':
            self.faults.append(p['entry']['text'] + ' ' + p['entry'].get('url', ''))
        elif method == 'Runtime.consoleAPICalled' and p['type'] in ('error', 'assert'):
            self.faults.append(json.dumps(p['args']))

    def call(self, method, **params):
        self.n += 1
        self.socket.send(json.dumps({'id': self.n, 'method': method, 'params': params}))
        while True:
            message = json.loads(self.socket.recv())
            self._note(message)
            if message.get('id') == self.n:
                if 'error' in message:
                    raise RuntimeError(f'{method}: {message["error"]}')
                return message['result']

    def run(self, script):
        """The value of an expression on the page; promises are waited for."""
        got = self.call('Runtime.evaluate', expression=script, awaitPromise=True, returnByValue=True, userGesture=True)
        if 'exceptionDetails' in got:
            raise RuntimeError(got['exceptionDetails'].get('exception', {}).get('description', 'exception'))
        return got['result'].get('value')

    def go(self, url):
        self.call('Page.navigate', url=url)

    def wait(self, script, seconds=120):
        """Until the expression is true; what it was in the end."""
        end = time.time() + seconds
        while time.time() < end:
            try:
                value = self.run(script)
            except RuntimeError:
                value = None
            if value:
                return value
            time.sleep(0.03)
        return None

    def key(self, key, **more):
        for kind in ('keyDown', 'keyUp'):
            self.call('Input.dispatchKeyEvent', type=kind, key=key, text=key if kind == 'keyDown' and len(key) == 1 else '', **more)

    def mouse(self, x, y, click=False, modifiers=0):
        self.call('Input.dispatchMouseEvent', type='mouseMoved', x=x, y=y, modifiers=modifiers)
        for kind in ('mousePressed', 'mouseReleased') if click else ():
            self.call('Input.dispatchMouseEvent', type=kind, x=x, y=y, button='left', clickCount=1, modifiers=modifiers)

    def picture(self, file):
        """What the window shows, as a PNG."""
        pathlib.Path(file).write_bytes(base64.b64decode(self.call('Page.captureScreenshot', format='png')['data']))

    def close(self):
        self.socket.close()
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
