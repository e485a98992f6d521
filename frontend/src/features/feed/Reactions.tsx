import { UnstyledButton } from '@mantine/core';
import { BicepsFlexed, Heart, Laugh, PartyPopper, ThumbsUp, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Post } from '../../api/shapes';
import classes from './Feed.module.css';
import { useSaying } from './useSaying';
import { useReactMutation, useTakeReactionBackMutation, type ReactionKind } from './writingApi';

const kinds: [ReactionKind, LucideIcon][] = [
  ['like', ThumbsUp],
  ['love', Heart],
  ['strong', BicepsFlexed],
  ['bravo', PartyPopper],
  ['laugh', Laugh],
];

/** How many feel what about a post, and what one feels oneself: pressed again it is taken back. */
export function Reactions({ post }: { post: Post }) {
  const { t } = useTranslation();
  const [react] = useReactMutation();
  const [takeBack] = useTakeReactionBackMutation();
  const say = useSaying();
  const own = post.my_reaction;
  return (
    <div className={classes.reactions} role="group" aria-label={t('feed.reactions')}>
      {kinds.map(([kind, Icon]) => {
        const many = post.reactions[kind] ?? 0;
        return (
          <UnstyledButton
            key={kind}
            className={classes.reaction}
            aria-pressed={own?.kind === kind}
            aria-label={t('feed.reaction', { kind: t(`feed.kinds.${kind}`), count: many })}
            onClick={() =>
              void say(
                own?.kind === kind ? takeBack({ id: own.id, post: post.id }) : react({ post: post.id, kind }),
              )
            }
          >
            <Icon size={18} strokeWidth={1.8} aria-hidden />
            {many > 0 && <span>{many}</span>}
          </UnstyledButton>
        );
      })}
    </div>
  );
}
