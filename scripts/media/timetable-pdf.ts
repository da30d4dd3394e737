const TEXT_INK = '0.11 0.18 0.27';
const QUIET_INK = '0.42 0.48 0.55';
const RULE_INK = '0.85 0.88 0.91';

/** One page in A4: a little timetable of the harbour line, in the fonts every reader has. */
export function timetablePdf(): Buffer {
  return pdfFromContent(pageContent());
}

function text(x: number, y: number, font: 'F1' | 'F2', size: number, ink: string, words: string): string {
  return `BT ${ink} rg /${font} ${size} Tf ${x} ${y} Td (${words.replace(/[\\()]/g, '\\$&')}) Tj ET`;
}

function wave(y: number, ink: string): string {
  const arcs = Array.from({ length: 8 }, () => 0).map((_, i) => {
    const x = 56 + i * 60.4;
    return `${x + 20} ${y + 12} ${x + 40} ${y - 12} ${(x + 60.4).toFixed(1)} ${y} c`;
  });
  return `${ink} RG 3 w 1 J 56 ${y} m ${arcs.join(' ')} S`;
}

function pageContent(): string {
  const rows = [
    ['07:10', 'North Quay', 'Lantern Island', '25 min'],
    ['08:40', 'Lantern Island', 'North Quay', '25 min'],
    ['10:15', 'North Quay', 'Lighthouse Point', '40 min'],
    ['12:30', 'Lighthouse Point', 'Paper Dunes', '55 min'],
    ['15:05', 'Paper Dunes', 'North Quay', '70 min'],
    ['18:20', 'North Quay', 'Lantern Island', '25 min'],
  ] as const;
  const columns = [56, 130, 280, 470] as const;
  const tableTop = 560;
  const head = ['Departs', 'From', 'To', 'Crossing'].map((word, i) =>
    text(columns[i] ?? 56, tableTop, 'F2', 10, QUIET_INK, word),
  );
  const lines = rows.flatMap((row, index) => {
    const y = tableTop - 30 - index * 30;
    const cells = row.map((cell, i) => text(columns[i] ?? 56, y, i === 0 ? 'F2' : 'F1', 12, TEXT_INK, cell));
    return [...cells, `${RULE_INK} RG 0.8 w 56 ${y - 11} m 539 ${y - 11} l S`];
  });
  const boat =
    '0.08 0.20 0.29 rg 56 734 m 146 734 l 134 712 l 70 712 l f 0.91 0.39 0.31 rg 112 752 12 20 re f ' +
    '0.90 0.92 0.94 rg 76 734 54 18 re f';
  return [
    boat,
    wave(700, '0.48 0.44 0.94'),
    wave(688, '0.06 0.49 0.54'),
    text(56, 630, 'F2', 28, TEXT_INK, 'Harbour line'),
    text(56, 606, 'F1', 12, QUIET_INK, 'Timetable for calm days. Every boat waits for the last passenger.'),
    ...head,
    `${TEXT_INK} RG 1.2 w 56 ${tableTop - 9} m 539 ${tableTop - 9} l S`,
    ...lines,
    text(56, 330, 'F1', 10, QUIET_INK, 'A sample document of Ferry. No such boats sail.'),
  ].join('\n');
}

function pdfFromContent(content: string): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources << /Font << /F1 4 0 R /F2 5 0 R >> >> >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>',
    `<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`,
    '<< /Title (Harbour line) /Producer (Ferry) >>',
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  body += `xref\n0 ${size}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${size} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(body, 'latin1');
}
