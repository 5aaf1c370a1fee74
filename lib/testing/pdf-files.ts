import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";

/** A PDF written by hand: a page for each text, each of its lines an own line. Only Latin letters: its font is Helvetica. */
export function makePdf(
  pages: string[][],
  given: { encrypt?: string; stream?: Buffer; font?: string } = {},
): Buffer {
  const fontAt = 3;
  const first = fontAt + 1;
  const kids = pages.map((_, index) => `${first + index * 2} 0 R`).join(" ");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    given.font ?? "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ...pages.flatMap((lines, index) => {
      const content = given.stream ?? deflateSync(Buffer.from(drawLines(lines), "latin1"));
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 ${fontAt} 0 R >> >> /Contents ${first + index * 2 + 1} 0 R >>`,
        `<< /Length ${content.length} /Filter /FlateDecode >>\nstream\n${content.toString("latin1")}\nendstream`,
      ];
    }),
    ...(given.encrypt === undefined ? [] : [encryption(given.encrypt)]),
  ];
  return assemble(objects, given.encrypt !== undefined);
}

/** A font as old Korean PDFs have it: it names a table of characters that no reader is sent along with it. */
export const KOREAN_FONT = `<< /Type /Font /Subtype /Type0 /BaseFont /HYSMyeongJo-Medium /Encoding /KSCms-UHC-H /DescendantFonts [
  << /Type /Font /Subtype /CIDFontType0 /BaseFont /HYSMyeongJo-Medium
     /CIDSystemInfo << /Registry (Adobe) /Ordering (Korea1) /Supplement 1 >>
     /FontDescriptor << /Type /FontDescriptor /FontName /HYSMyeongJo-Medium /Flags 6 /FontBBox [0 -120 1000 880]
       /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 720 /StemV 60 >> >>] >>`;

function drawLines(lines: string[]): string {
  const shown = lines.map((line) => `(${line.replace(/[\\()]/g, "\\$&")}) Tj 0 -14 Td`);
  return `BT /F1 11 Tf 72 760 Td ${shown.join("\n")} ET`;
}

const ID = "00112233445566778899aabbccddeeff";

/** RC4 with 40 bits (PDF 1.4, 3.5): a check value that no empty password gives, so that a reader asks for one. */
function encryption(password: string): string {
  const owner = createHash("sha256").update(password).digest("hex");
  return `<< /Filter /Standard /V 1 /R 2 /O <${owner}> /U <${createHash("sha256").update(owner).digest("hex")}> /P -44 >>`;
}

function assemble(objects: string[], isEncrypted: boolean): Buffer {
  let body = "%PDF-1.4\n";
  const places = objects.map((object, index) => {
    const at = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  const locked = isEncrypted ? ` /Encrypt ${objects.length} 0 R` : "";
  const trailer = `<< /Size ${objects.length + 1} /Root 1 0 R /ID [<${ID}> <${ID}>]${locked} >>`;
  const whole = `${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n${trailer}\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(whole, "latin1");
}
