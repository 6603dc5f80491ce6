/** Bodytext's mark: a letter b whose stem is a margin, with a line of text beside it. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="1em" height="1em" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="#0f5c5c" />
      <path
        d="M10 7v18M10 15.5h5.5a4.75 4.75 0 0 1 0 9.5H10"
        fill="none"
        stroke="#fff"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path d="M19 8.5h4.5" stroke="#ffc078" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
