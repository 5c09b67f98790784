/**
 * Shapes of records, for tests.
 *
 * @module
 */
import type { RecordShape } from "../../lib/kernel/scanner.ts";

/** Plain records with commas and points, of which only the close is read, but for what `more` says. */
export function shapeOf(fieldCount: number, closeIndex: number, more: Partial<RecordShape> = {}): RecordShape {
  return {
    fieldCount,
    closeIndex,
    wholeRecordQuoted: false,
    delimiter: 44,
    decimalMark: 46,
    timestampIndex: -1,
    timestampFields: 1,
    symbolIndex: -1,
    ...more,
  };
}
