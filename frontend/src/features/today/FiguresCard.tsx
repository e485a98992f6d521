import { Text } from '@mantine/core';
import { ArrowDown, ArrowUp, Equal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useDates } from '../../i18n/dates';
import { usualBy } from './figures';
import type { Card, Figure } from './shapes';
import classes from './Today.module.css';

interface FiguresCardProps {
  card: Card['figures'];
  /** The wall time at the centre. */
  time: string;
}

/** The day in figures, each beside what the same weekday has by this time as a rule. */
export function FiguresCard({ card, time }: FiguresCardProps) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('today.figures')} className={classes.figures}>
      <dl>
        {card.figures.map((figure) => (
          <Tile key={figure.name} figure={figure} time={time} />
        ))}
      </dl>
    </section>
  );
}

function Tile({ figure, time }: { figure: Figure; time: string }) {
  const { t } = useTranslation();
  const { locale } = useDates();
  const usual = usualBy(figure, time);
  const Icon = figure.count > usual ? ArrowUp : figure.count < usual ? ArrowDown : Equal;
  const written = new Intl.NumberFormat(locale, { maximumFractionDigits: usual < 10 ? 1 : 0 }).format(usual);
  return (
    <div className={classes.tile}>
      <dt>{t(`today.figure.${figure.name as FigureName}`)}</dt>
      <dd>
        <span className={classes.number}>{figure.count}</span>
        {figure.amounts.map(({ amount, currency }) => (
          <Text key={currency} component="span" size="sm" fw={600}>
            {new Intl.NumberFormat(locale, { style: 'currency', currency }).format(Number(amount))}
          </Text>
        ))}
        <Text component="span" size="xs" c="var(--quiet)" className={classes.usual}>
          <Icon size={13} aria-hidden />
          {t(figure.by_the_hour ? 'today.usualByNow' : 'today.usualInADay', { usual: written })}
        </Text>
      </dd>
    </div>
  );
}

type FigureName = 'visits' | 'bookings' | 'no_shows' | 'new_members' | 'sold';
