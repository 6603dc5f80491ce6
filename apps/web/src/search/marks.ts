// Control characters that no text holds, so that marks can't be confused with anything an editor wrote.
export const markStart = '\u0002';
export const markEnd = '\u0003';
