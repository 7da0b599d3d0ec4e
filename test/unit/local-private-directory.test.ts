import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keepPrivate } from '../../packages/emulator/private-directory.ts';

let parent: string;
let umask: number;
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'kyc-china-'));
  umask = process.umask(0);
});
afterEach(() => {
  process.umask(umask);
  rmSync(parent, { recursive: true });
});

const modeOf = (...names: string[]) => statSync(path.join(parent, ...names)).mode & 0o777;

describe('a private folder', () => {
  it('private folder and later files are for their owner alone, under a umask of 0', () => {
    keepPrivate(path.join(parent, 'data'));
    mkdirSync(path.join(parent, 'data', 's3'));
    writeFileSync(path.join(parent, 'data', 's3', 'report.pdf'), '');
    expect([modeOf('data'), modeOf('data', 's3'), modeOf('data', 's3', 'report.pdf')]).toEqual([
      0o700, 0o700, 0o600,
    ]);
  });

  it('private folder that an earlier run left open is closed with all in it', () => {
    mkdirSync(path.join(parent, 'data', 'logs'), { recursive: true });
    for (const file of ['lock', 'logs/poll.log']) writeFileSync(path.join(parent, 'data', file), '');
    chmodSync(path.join(parent, 'data', 'lock'), 0o400);
    keepPrivate(path.join(parent, 'data'));
    expect(modeOf('data')).toBe(0o700);
    expect(modeOf('data', 'logs')).toBe(0o700);
    expect(modeOf('data', 'logs', 'poll.log')).toBe(0o600);
    expect(modeOf('data', 'lock')).toBe(0o400);
  });

  it('private folder leaves the target of a symbolic link unchanged', () => {
    writeFileSync(path.join(parent, 'elsewhere'), '');
    mkdirSync(path.join(parent, 'data'));
    symlinkSync(path.join(parent, 'elsewhere'), path.join(parent, 'data', 'link'));
    keepPrivate(path.join(parent, 'data'));
    expect(modeOf('elsewhere')).toBe(0o666);
  });
});
