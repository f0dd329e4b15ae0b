/* A workbook of one sheet, its strings in the cells and its links beside them: XML files in a ZIP archive, nothing packed. */
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n', OFFICE = "http://schemas.openxmlformats.org";
const RELATED = `${OFFICE}/officeDocument/2006/relationships`, MOST = 32767;  // characters of a cell
const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k += 1) { n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; }
  return n;
});

function marked(value) {
  return String(value).slice(0, MOST).toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
}

/* Columns are A to Z: more are never asked for. */
function at(row, column) { return String.fromCharCode(65 + column) + (row + 1); }

function sheet(rows, links) {
  const cells = rows.map((row, y) => `<row r="${y + 1}">${row.map((value, x) => (typeof value === "number"
    ? `<c r="${at(y, x)}"><v>${value}</v></c>`
    : `<c r="${at(y, x)}" t="inlineStr"><is><t xml:space="preserve">${marked(value)}</t></is></c>`)).join("")}</row>`);
  const refs = links.map(({ row, column }, n) => `<hyperlink ref="${at(row, column)}" r:id="l${n}"/>`).join("");
  return `${XML}<worksheet xmlns="${OFFICE}/spreadsheetml/2006/main" xmlns:r="${RELATED}"><sheetData>${cells.join("")}</sheetData>`
    + `${refs && `<hyperlinks>${refs}</hyperlinks>`}</worksheet>`;
}

function related(list) {
  const items = list.map(([id, type, target, mode = ""]) =>
    `<Relationship Id="${id}" Type="${RELATED}/${type}" Target="${marked(target)}"${mode}/>`);
  return `${XML}<Relationships xmlns="${OFFICE}/package/2006/relationships">${items.join("")}</Relationships>`;
}

function sum(bytes) {
  let crc = 0xffffffff;
  bytes.forEach((byte) => { crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8); });
  return (crc ^ 0xffffffff) >>> 0;
}

/* Numbers as the format has them: of two and of four bytes. */
function numbers(...pairs) {
  return pairs.flatMap(([value, size]) => Array.from({ length: size }, (_, n) => (value >>> (8 * n)) & 255));
}

function zip(files) {
  const parts = [], directory = [];
  let offset = 0;
  Object.entries(files).forEach(([path, text]) => {
    const [name, body] = [path, text].map((one) => new TextEncoder().encode(one));
    const head = [[20, 2], [0x800, 2], [0, 2], [0, 2], [0x21, 2], [sum(body), 4], [body.length, 4], [body.length, 4], [name.length, 2]];
    directory.push(Uint8Array.from(numbers([0x02014b50, 4], [20, 2], ...head, [0, 4], [0, 4], [0, 4], [offset, 4])), name);
    const local = Uint8Array.from(numbers([0x04034b50, 4], ...head, [0, 2]));
    parts.push(local, name, body);
    offset += local.length + name.length + body.length;
  });
  const n = directory.length / 2, size = directory.reduce((all, part) => all + part.length, 0);
  return new Blob([...parts, ...directory,
    Uint8Array.from(numbers([0x06054b50, 4], [0, 4], [n, 2], [n, 2], [size, 4], [offset, 4], [0, 2]))]);
}

/* Return a workbook of rows; a link has the row, the column and the address that its cell leads to. */
export function workbook(rows, links) {
  const main = "application/vnd.openxmlformats-officedocument.spreadsheetml", part = (name, type) =>
    `<Override PartName="/xl/${name}.xml" ContentType="${main}.${type}+xml"/>`;
  return zip({
    "[Content_Types].xml": `${XML}<Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="rels" `
      + 'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
      + `${part("workbook", "sheet.main")}${part("worksheets/sheet1", "worksheet")}</Types>`,
    "_rels/.rels": related([["r1", "officeDocument", "xl/workbook.xml"]]),
    "xl/workbook.xml": `${XML}<workbook xmlns="${OFFICE}/spreadsheetml/2006/main" xmlns:r="${RELATED}"><sheets>`
      + '<sheet name="quotations" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": related([["r1", "worksheet", "worksheets/sheet1.xml"]]),
    "xl/worksheets/sheet1.xml": sheet(rows, links),
    "xl/worksheets/_rels/sheet1.xml.rels":
      related(links.map(({ target }, n) => [`l${n}`, "hyperlink", target, ' TargetMode="External"']))
  });
}
