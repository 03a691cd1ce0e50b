export interface PdfFacts {
  /** Content streams, one a page. */
  readonly pages: readonly string[];
  /** Points. */
  readonly size?: readonly [number, number];
  /** More of the catalog, such as what is to happen when it is opened. */
  readonly catalog?: string;
  /** More of the trailer, such as how it is encrypted. */
  readonly trailer?: string;
  /** Said to be the number of pages. */
  readonly count?: number;
  /** Objects, from number 3 on. */
  readonly more?: readonly string[];
}

/** A PDF document with exactly what it is given; Helvetica is `/F1`, and the first of `more` is `/X1`. */
export function makePdf(facts: PdfFacts): string {
  const { pages, size = [200, 100], count = pages.length, more = [] } = facts;
  const { catalog = '', trailer = '' } = facts;
  const firstPage = 3 + more.length;
  const kids = pages.map((_, index) => `${String(firstPage + 2 * index)} 0 R`);
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${String(count)} >>`,
    ...more,
    ...pages.flatMap((content, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${size.join(' ')}]
        /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> /XObject << /X1 3 0 R >> >>
        /Contents ${String(firstPage + 2 * index + 1)} 0 R >>`,
      stream('', content),
    ]),
  ];
  let text = '%PDF-1.7\n';
  const places = objects.map((body, index) => {
    const at = text.length;
    text += `${String(index + 1)} 0 obj\n${body}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const total = String(objects.length + 1);
  return `${text}xref\n0 ${total}\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size ${total} /Root 1 0 R ${trailer} >>\nstartxref\n${String(text.length)}\n%%EOF\n`;
}

export function stream(dictionary: string, content: string): string {
  return `<< ${dictionary} /Length ${String(content.length)} >>\nstream\n${content}\nendstream`;
}
