import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
/** Finds what electron-builder itself finds. */
const require = createRequire(createRequire(import.meta.url).resolve('electron-builder'));

type Configuration = Record<string, unknown>;

/** electron-builder's own reader and validator; it exports them for its command line only. */
const { getConfig, validateConfiguration } = require('app-builder-lib/out/util/config/config') as {
  getConfig: (projectDir: string, configPath: string | null, options: object | null) => Promise<Configuration>;
  validateConfiguration: (config: Configuration, log: { isEnabled: boolean }) => Promise<void>;
};

const quiet = { isEnabled: false };
const readConfiguration = () => getConfig(root.pathname, null, null);

describe('electron-builder.yml', () => {
  it("passes electron-builder's own schema", async () => {
    await expect(validateConfiguration(await readConfiguration(), quiet)).resolves.toBeUndefined();
  });

  it('would fail with a key that electron-builder does not know', async () => {
    const config = { ...(await readConfiguration()), asarUnpacked: ['**/*.node'] };
    await expect(validateConfiguration(config, quiet)).rejects.toThrow(/asarUnpacked/);
  });

  it('would fail with a fuse of the wrong type', async () => {
    const config = { ...(await readConfiguration()), electronFuses: { runAsNode: 'no' } };
    await expect(validateConfiguration(config, quiet)).rejects.toThrow(/runAsNode/);
  });

  it('closes every door that lets the packaged program run as something else', async () => {
    const { electronFuses } = await readConfiguration();
    expect(electronFuses).toMatchObject({
      runAsNode: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      enableCookieEncryption: true,
      enableNodeCliInspectArguments: false,
      enableNodeOptionsEnvironmentVariable: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('has the homepage and maintainer that a deb needs, and pretends no domain', async () => {
    const config = await readConfiguration();
    const { homepage } = config['extraMetadata'] as { homepage: string };
    expect(new URL(homepage).hostname).toBe('equipoise.invalid');
    expect(config).toMatchObject({ linux: { maintainer: 'The Equipoise authors <noreply@equipoise.invalid>' } });
  });

  it('makes an AppImage and a deb, a dmg, and an NSIS installer, with native parts outside of the archive', async () => {
    const config = await readConfiguration();
    expect(config).toMatchObject({
      linux: { target: ['AppImage', 'deb'] },
      mac: { target: 'dmg' },
      win: { target: 'nsis' },
      npmRebuild: false,
    });
    const unpacked = config['asarUnpack'] as string[];
    for (const native of ['@tensorflow/tfjs-node', 'better-sqlite3']) {
      expect(unpacked.some((pattern) => pattern.includes(native))).toBe(true);
    }
  });
});
