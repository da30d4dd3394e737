import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** A dialog as the desktop's own program shows it. */
export type DialogRequest =
  | {
      readonly kind: 'open';
      readonly title: string;
      readonly folder: boolean;
      readonly multiple: boolean;
      readonly defaultPath: string;
      /** Extensions without a dot; empty for all. */
      readonly extensions: readonly string[];
    }
  | { readonly kind: 'save'; readonly title: string; readonly defaultPath: string }
  | {
      readonly kind: 'message';
      readonly title: string;
      readonly text: string;
      readonly buttons: readonly string[];
      readonly severity: 'info' | 'warning' | 'error' | 'question';
    };

interface Program {
  readonly file: string;
  readonly arguments: readonly string[];
  /** Lines of output for an answer: paths, or the number of a button. */
  parse(output: string, exitCode: number): string[] | null;
}

const lines = (output: string): string[] => output.split(/\r?\n/).filter((line) => line !== '');
const onSuccess = (output: string, exitCode: number): string[] | null =>
  exitCode === 0 ? lines(output) : null;

/**
 * Shows a dialog with what the desktop has for it; null when the user escaped.
 *
 * @throws Error when nothing can show it: Electron brings its dialogs, a desktop without one must not look like Escape
 */
export function showDialog(request: DialogRequest, platform: NodeJS.Platform): Promise<string[] | null> {
  const program = programFor(request, platform);
  if (!program) {
    return Promise.reject(
      new Error('This desktop has no program for dialogs. Install zenity or kdialog, and try again.'),
    );
  }
  return new Promise((resolve) => {
    execFile(program.file, program.arguments, { encoding: 'utf8' }, (error, output) => {
      const exitCode = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve(exitCode === -1 ? null : program.parse(output, exitCode));
    });
  });
}

function programFor(request: DialogRequest, platform: NodeJS.Platform): Program | null {
  if (platform === 'darwin') return osascript(request);
  if (platform === 'win32') return powershell(request);
  if (isInstalled('zenity')) return zenity(request);
  return isInstalled('kdialog') ? kdialog(request) : null;
}

function isInstalled(name: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => {
    try {
      accessSync(path.join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function zenity(request: DialogRequest): Program {
  if (request.kind === 'message') {
    const [first = 'OK', ...others] = request.buttons;
    const extra = others.map((label) => `--extra-button=${label}`);
    return {
      file: 'zenity',
      arguments: [
        '--question',
        '--switch',
        `--title=${request.title}`,
        `--text=${request.text}`,
        ...extra,
        `--extra-button=${first}`,
      ],
      parse: (output) => {
        const [label] = lines(output);
        return label === undefined ? null : [String(request.buttons.indexOf(label))];
      },
    };
  }
  const common = ['--file-selection', `--title=${request.title}`, '--separator=\n'];
  if (request.defaultPath !== '') common.push(`--filename=${request.defaultPath}`);
  if (request.kind === 'save') return { file: 'zenity', arguments: [...common, '--save'], parse: onSuccess };
  if (request.folder) common.push('--directory');
  if (request.multiple) common.push('--multiple');
  if (request.extensions.length > 0) {
    common.push(`--file-filter=${request.extensions.map((extension) => `*.${extension}`).join(' ')}`);
  }
  return { file: 'zenity', arguments: common, parse: onSuccess };
}

function kdialog(request: DialogRequest): Program {
  const file = 'kdialog';
  if (request.kind === 'message') {
    const items = request.buttons.flatMap((label, index) => [String(index), label]);
    return {
      file,
      arguments: ['--title', request.title, '--menu', request.text, ...items],
      parse: onSuccess,
    };
  }
  const start = request.defaultPath === '' ? '.' : request.defaultPath;
  const title = ['--title', request.title];
  if (request.kind === 'save') {
    return { file, arguments: [...title, '--getsavefilename', start], parse: onSuccess };
  }
  if (request.folder) {
    return { file, arguments: [...title, '--getexistingdirectory', start], parse: onSuccess };
  }
  const filter = request.extensions.map((extension) => `*.${extension}`).join(' ');
  const multiple = request.multiple ? ['--multiple', '--separate-output'] : [];
  return {
    file,
    arguments: [...title, ...multiple, '--getopenfilename', start, ...(filter === '' ? [] : [filter])],
    parse: onSuccess,
  };
}

/** AppleScript and PowerShell read the words from arguments and the environment, never from their own text. */
function osascript(request: DialogRequest): Program {
  const run = (script: string, ...values: string[]): Program => ({
    file: 'osascript',
    arguments: ['-e', `on run argv\n${script}\nend run`, ...values],
    parse: onSuccess,
  });
  if (request.kind === 'message') {
    const program = run(
      'set choices to items 3 thru -1 of argv\nreturn button returned of (display dialog (item 2 of argv) with title (item 1 of argv) buttons choices)',
      request.title,
      request.text,
      // AppleScript shows three buttons at most.
      ...request.buttons.slice(0, 3),
    );
    return {
      ...program,
      parse: (output, exitCode) =>
        exitCode === 0 ? [String(request.buttons.indexOf(lines(output)[0] ?? ''))] : null,
    };
  }
  if (request.kind === 'save') {
    return run(
      'return POSIX path of (choose file name with prompt (item 1 of argv) default name (item 2 of argv))',
      request.title,
      path.basename(request.defaultPath),
    );
  }
  const what = request.folder ? 'choose folder' : 'choose file';
  const multiple = request.multiple ? ' with multiple selections allowed' : '';
  return run(
    `set chosen to (${what} with prompt (item 1 of argv)${multiple})
if class of chosen is not list then set chosen to {chosen}
set out to ""
repeat with one in chosen
set out to out & (POSIX path of one) & linefeed
end repeat
return out`,
    request.title,
  );
}

function powershell(request: DialogRequest): Program {
  const run = (script: string): Program => ({
    file: 'powershell.exe',
    arguments: [
      '-NoProfile',
      '-STA',
      '-Command',
      `$r = ConvertFrom-Json ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${Buffer.from(JSON.stringify(request)).toString('base64')}')))
[Console]::OutputEncoding = [Text.Encoding]::UTF8
Add-Type -AssemblyName System.Windows.Forms
${script}`,
    ],
    parse: onSuccess,
  });
  if (request.kind === 'message') {
    const program = run(
      `$n = if ($r.buttons.Count -gt 2) { 'YesNoCancel' } elseif ($r.buttons.Count -gt 1) { 'OKCancel' } else { 'OK' }
[Windows.Forms.MessageBox]::Show($r.text, $r.title, $n).ToString()`,
    );
    const order = request.buttons.length > 2 ? ['Yes', 'No', 'Cancel'] : ['OK', 'Cancel'];
    return { ...program, parse: (output) => [String(Math.max(0, order.indexOf(lines(output)[0] ?? '')))] };
  }
  if (request.kind === 'save') {
    return run(
      '$d = New-Object Windows.Forms.SaveFileDialog; $d.Title = $r.title; $d.FileName = $r.defaultPath; if ($d.ShowDialog() -ne "OK") { exit 1 }; $d.FileName',
    );
  }
  if (request.folder) {
    return run(
      '$d = New-Object Windows.Forms.FolderBrowserDialog; $d.Description = $r.title; if ($d.ShowDialog() -ne "OK") { exit 1 }; $d.SelectedPath',
    );
  }
  return run(
    '$d = New-Object Windows.Forms.OpenFileDialog; $d.Title = $r.title; $d.Multiselect = $r.multiple; if ($d.ShowDialog() -ne "OK") { exit 1 }; $d.FileNames',
  );
}
