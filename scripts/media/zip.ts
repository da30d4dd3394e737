import yazl from 'yazl';

/** All that is written here stands in the same moment, so that the bytes do not change from run to run. */
const WRITTEN_AT = new Date(2026, 0, 1);

/** A ZIP archive of some files by their paths in it. */
export async function zipOf(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const archive = new yazl.ZipFile();
  for (const [name, content] of Object.entries(files)) {
    archive.addBuffer(Buffer.from(content), name, {
      mtime: WRITTEN_AT,
      mode: 0o100644,
      forceDosTimestamp: true,
    });
  }
  archive.end();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
