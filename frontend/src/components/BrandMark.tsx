import classes from './BrandMark.module.css';

/** A kettlebell; the name beside it. */
export function BrandMark({ name = 'Gym CRM' }: { name?: string }) {
  return (
    <span className={classes.brand}>
      <svg viewBox="5 2 22 28" width="26" height="33" aria-hidden>
        <path d="M9.8 16 11 8.2a3 3 0 0 1 3-2.7h4a3 3 0 0 1 3 2.7L22.2 16" className={classes.handle} />
        <circle cx="16" cy="20.5" r="8.5" fill="currentColor" />
        <circle cx="16" cy="20.5" r="3" fill="#e8683a" />
      </svg>
      <span>{name}</span>
    </span>
  );
}
