import File from '@lucide/svelte/icons/file';
import FileText from '@lucide/svelte/icons/file-text';
import Film from '@lucide/svelte/icons/film';
import Image from '@lucide/svelte/icons/image';
import Music from '@lucide/svelte/icons/music';

const ICONS: Readonly<Record<string, typeof File>> = {
  image: Image,
  audio: Music,
  video: Film,
  text: FileText,
};

/** What stands for a file of a media type. */
export function fileIcon(mediaType: string): typeof File {
  if (mediaType.endsWith('/json')) return FileText;
  return ICONS[mediaType.split('/')[0] ?? ''] ?? File;
}
