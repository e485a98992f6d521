import { Skeleton } from '@mantine/core';
import classes from './Schedule.module.css';

export function CalendarSkeleton() {
  return (
    <div className={classes.waiting} aria-busy>
      <Skeleton h={40} radius={0} />
      {Array.from({ length: 7 }, (_, day) => (
        <div key={day}>
          {[0, 1, 2].map((at) => (
            <Skeleton key={at} h={56 + ((day * 31 + at * 47) % 50)} mt={24 + ((day * 53 + at * 29) % 90)} />
          ))}
        </div>
      ))}
    </div>
  );
}
