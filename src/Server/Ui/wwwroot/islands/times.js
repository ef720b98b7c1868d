// Local times as the form writes them, "2026-11-24T10:00": their order as text is their order in time.
// Days are never turned into instants here: the server alone knows the organization's zone.

export const dateOf = (wire) => wire.slice(0, 10);
export const minuteOf = (wire) => Number(wire.slice(11, 13)) * 60 + Number(wire.slice(14, 16));

const two = (n) => String(n).padStart(2, "0");
const utc = (date) => new Date(`${date}T00:00:00Z`);

export function wire(date, minute) {
  return minute >= 1440 ? wire(addDays(date, 1), minute - 1440) : `${date}T${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

export function addDays(date, days) {
  const at = utc(date);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

export const mondayOf = (date) => addDays(date, -((utc(date).getUTCDay() + 6) % 7));

/** Minutes two ranges share; 0 when they only touch. */
export function shared(one, other) {
  const start = one.start > other.start ? one.start : other.start;
  const end = one.end < other.end ? one.end : other.end;
  if (start >= end) return 0;
  return (utc(dateOf(end)) - utc(dateOf(start))) / 60000 + minuteOf(end) - minuteOf(start);
}

/** The part of a range on one day in hours, cut to what is drawn; null when there is none. */
export function partOn(date, range, from, to) {
  const hours = (at, whole) => (dateOf(at) < date ? 0 : dateOf(at) > date ? 24 : whole);
  const s = Math.max(hours(range.start, minuteOf(range.start) / 60), from);
  const e = Math.min(hours(range.end, minuteOf(range.end) / 60), to);
  return s < e ? { s, e } : null;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The words of the page, and dates in its language. */
export class Words {
  constructor(words) { this.words = words; }

  of(key, ...args) { return args.reduce((text, arg, i) => text.replaceAll(`{${i}}`, arg), this.words[key] ?? key); }

  weekday(date) { return this.words.Weekdays.split(",")[utc(date).getUTCDay()]; }

  #fill(pattern, date) {
    return pattern
      .replace("{m}", Number(date.slice(5, 7)))
      .replace("{d}", Number(date.slice(8, 10)))
      .replace("{b}", MONTHS[Number(date.slice(5, 7)) - 1])
      .replace("{w}", this.weekday(date));
  }

  day(date) { return this.#fill(this.words.DayPattern, date); }
  brief(date) { return this.#fill(this.words.ShortPattern, date); }

  week(days) {
    const [first, last] = [days[0], days.at(-1)];
    return this.words.WeekPattern
      .replace("{y}", first.slice(0, 4)).replace("{a}", this.brief(first)).replace("{b}", this.brief(last));
  }

  time(at) { return `${Number(at.slice(11, 13))}:${at.slice(14, 16)}`; }

  times({ start, end }) {
    const until = dateOf(start) === dateOf(end) ? this.time(end) : this.day(dateOf(end)) + this.words.Gap + this.time(end);
    return this.time(start) + this.words.Tilde + until;
  }

  circled(number) { return number <= 20 ? String.fromCharCode(0x2460 + number - 1) : `(${number})`; }

  /** 佐藤 of 佐藤 美咲: what fits above a lane. */
  surname(name) { return name.split(/[ \u3000]/)[0]; }
}
