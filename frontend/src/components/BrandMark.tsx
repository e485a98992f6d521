import classes from './BrandMark.module.css';

/** A kettlebell; the name beside it. */
export function BrandMark({ name = 'Gym CRM' }: { name?: string }) {
  return (
    <span className={classes.brand}>
      <svg viewBox="4 3 24 26" width="28" height="30" aria-hidden>
        <path d="M11.2 14.2c-1.6-5.4 1-8.200 4.8-8.2s6.4 2.8 4.8 8.2" className={classes.handle} />
        <circle cx="16" cy="19.5" r="7" fill="currentColor" />
        <circle cx="16" cy="19.5" r="2.6" fill="#e8683a" />
      </svg>
      <span>{name}</span>
    </span>
  );
}
