import { Button, Group, Text, UnstyledButton } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LIST } from '../../api/api';
import type { Post } from '../../api/shapes';
import { Dialog } from '../../components/Dialog';
import { Photo } from '../../components/Photo';
import { useFocusBack } from '../../components/useFocusBack';
import classes from './Feed.module.css';

const POSTS = [{ type: 'Post' as const, id: LIST }];

/** The pictures of a post; one that is pressed is shown whole. */
export function PostPictures({ post: { pictures, author_name } }: { post: Post }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<number | null>(null);
  const nameOf = (at: number) =>
    pictures[at]?.alt ||
    t('feed.pictureOf', { name: author_name, at: at + 1, count: pictures.length, of: pictures.length });
  return (
    <>
      <ul className={classes.pictures} data-single={pictures.length === 1 || undefined}>
        {pictures.map(({ id, large, full }, at) => (
          <li key={id}>
            <UnstyledButton onClick={() => setOpened(at)}>
              <Photo link={pictures.length === 1 ? full : large} alt={nameOf(at)} shownBy={POSTS} />
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {opened !== null && (
        <Whole
          link={pictures[opened]?.full ?? ''}
          name={nameOf(opened)}
          title={t('feed.pictureOf', {
            name: author_name,
            at: opened + 1,
            count: pictures.length,
            of: pictures.length,
          })}
          onClose={() => setOpened(null)}
          onBefore={opened > 0 ? () => setOpened(opened - 1) : undefined}
          onAfter={opened < pictures.length - 1 ? () => setOpened(opened + 1) : undefined}
          isOne={pictures.length === 1}
        />
      )}
    </>
  );
}

interface WholeProps {
  link: string;
  name: string;
  title: string;
  isOne: boolean;
  onClose: () => void;
  onBefore: (() => void) | undefined;
  onAfter: (() => void) | undefined;
}

function Whole({ link, name, title, isOne, onClose, onBefore, onAfter }: WholeProps) {
  useFocusBack();
  const { t } = useTranslation();
  const turn = ({ key }: { key: string }) => {
    if (key === 'ArrowLeft') onBefore?.();
    if (key === 'ArrowRight') onAfter?.();
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={title}
      size="xl"
      centered
      closeButtonProps={{ 'aria-label': t('action.close'), size: 'lg' }}
      onKeyDown={turn}
    >
      <div className={classes.whole}>
        <Photo key={link} link={link} alt={name} shownBy={POSTS} />
        {name !== title && <Text size="sm">{name}</Text>}
        {!isOne && (
          <Group justify="space-between">
            <Button
              variant="default"
              leftSection={<ChevronLeft size={18} aria-hidden />}
              disabled={!onBefore}
              onClick={onBefore}
            >
              {t('feed.pictureBefore')}
            </Button>
            <Button
              variant="default"
              rightSection={<ChevronRight size={18} aria-hidden />}
              disabled={!onAfter}
              onClick={onAfter}
            >
              {t('feed.pictureAfter')}
            </Button>
          </Group>
        )}
      </div>
    </Dialog>
  );
}
