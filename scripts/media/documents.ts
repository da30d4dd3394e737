import { presentation, wordDocument, workbook } from './office.ts';
import { timetablePdf } from './timetable-pdf.ts';
import { zipOf } from './zip.ts';

const NOTES = `Packing list for the island

- water for two days
- the blue rope
- a torch, and a spare torch
- 船票（往返）
- bread from the corner by North Quay
`;

const CROSSINGS = [
  ['Departs', 'From', 'To', 'Minutes', 'Passengers'],
  ['07:10', 'North Quay', 'Lantern Island', 25, 41],
  ['08:40', 'Lantern Island', 'North Quay', 25, 18],
  ['10:15', 'North Quay', 'Lighthouse Point', 40, 63],
  ['12:30', 'Lighthouse Point', 'Paper Dunes', 55, 27],
  ['15:05', 'Paper Dunes', 'North Quay', 70, 52],
] as const;

/** The sample album's documents by file name: one of every kind that `wx.openDocument` knows of, a text and an archive. */
export async function sampleDocuments(): Promise<Readonly<Record<string, Buffer>>> {
  return {
    'harbour-line.pdf': timetablePdf(),
    'packing-list.txt': Buffer.from(NOTES),
    'crossings.xlsx': await workbook('Crossings', CROSSINGS),
    'letter-from-the-quay.docx': await wordDocument('A letter from the quay', [
      'The first boat left a little early this morning, as nobody was late.',
      'We counted forty-one passengers, two dogs and one cello.',
      'A sample document of Ferry. No such boats sail.',
    ]),
    'new-boat.pptx': await presentation(
      'A new boat for the harbour line',
      'It is green, and it waits for everybody.',
    ),
    'harbour-papers.zip': await zipOf({
      'packing-list.txt': NOTES,
      'papers/harbour-line.pdf': timetablePdf(),
      'papers/crossings.csv': CROSSINGS.map((row) => row.join(',')).join('\n'),
    }),
  };
}
