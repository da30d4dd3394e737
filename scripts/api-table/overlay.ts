import type { ApiTable } from '../../src-renderer/page/wx/api-table.ts';

/**
 * What WeChat's documentation says and its typings do not; a member named here takes the place of the typings' own.
 * Section numbers are those of wx-api.md.
 */
export const OVERLAY: ApiTable = {
  apis: {
    // §2, §15: the object was always there, the folder for user files came with 1.7.0. FERRY_LAB is Ferry's own.
    env: { return: 'Env' },
    // WeChat's documentation of cloud development.
    cloud: { since: '2.2.3' },

    // WeChat's documentation of observers of media queries.
    createMediaQueryObserver: { since: '2.11.1' },

    // In no documentation, and called by component libraries all the same.
    preloadPage: { object: 'url' },
    setPageStyle: { object: 'style' },

    // The first drawing functions, long out of the typings: old projects still draw by them.
    createContext: { return: 'CanvasContext' },
    drawCanvas: { object: 'actions canvasId reserve' },

    // §10: officially unmaintained and no longer in the typings, still live.
    saveFile: { object: 'tempFilePath', success: 'savedFilePath' },
    getSavedFileList: { object: '', success: 'fileList:SavedFile' },
    getSavedFileInfo: { object: 'filePath', success: 'createTime size' },
    removeSavedFile: { object: 'filePath' },
    getFileInfo: { since: '1.4.0', object: 'digestAlgorithm=md5|sha1 filePath', success: 'digest size' },

    // §4: withdrawn since, known to the libraries that had it. UNCERTAIN for downloads (§5).
    // §1: failures "gradually gained" errno; only request's date (2.24.0) is known. UNCERTAIN: Ferry dates the two
    // others alike, as one network stack answers for all three.
    uploadFile: { object: 'useHighPerformanceMode@3.4.1', fail: 'errno@2.24.0' },
    // §5: Android adds `header`.
    downloadFile: { object: 'useHighPerformanceMode@3.4.1', success: 'header', fail: 'errno@2.24.0' },
  },
  shapes: {
    Env: { members: 'FERRY_LAB USER_DATA_PATH@1.7.0' },
    SavedFile: { members: 'createTime filePath size' },
    // §6.
    RequestProfile: { members: 'usingHighPerformanceMode@3.3.4' },
    // UNCERTAIN: undated; Ferry takes the date of the same field of success (§7).
    RequestTaskOnHeadersReceivedListenerResult: { members: 'cookies@2.10.0' },
    // The global of that name (WeChat's own example: canIUse('console.log')).
    console: { members: 'debug error group groupEnd info log warn' },
  },
  // WeChat's documentation of each component, table of attributes.
  components: {
    view: { members: 'hover-stop-propagation@1.5.0' },
    'cover-view': { since: '1.4.0', members: 'marker-id scroll-top@2.1.0' },
    'cover-image': { since: '1.4.0', members: 'marker-id referrer-policy' },
    'rich-text': { since: '1.4.0', members: 'mode preview space@2.4.1=emsp|ensp|nbsp' },
    'page-meta': { since: '2.9.0', members: 'page-orientation' },
    'web-view': { since: '1.6.4', members: 'src' },
    'share-element': {
      since: '2.16.0',
      members: [
        'duration easing-function key mapkey rect-tween-type',
        'shuttle-on-pop shuttle-on-push transform transition-on-gesture',
      ].join(' '),
    },
    text: {
      members: 'decode@1.4.0 selectable@1.1.0 space@1.4.0=emsp|ensp|nbsp user-select@2.12.1',
    },
    image: {
      members: [
        'lazy-load@1.5.0 show-menu-by-longpress@2.7.0 webp@2.9.0',
        'mode=aspectFill|aspectFit|bottom|center|heightFix@2.10.3|left|right|scaleToFill|top|widthFix',
      ].join(' '),
    },
    button: {
      members: [
        'app-parameter@1.9.5 form-type=reset|submit hover-stop-propagation@1.5.0 lang@1.3.0',
        'open-type@1.1.0=contact@1.1.0|feedback@2.1.0|getPhoneNumber@1.2.0|getUserInfo@1.3.0|launchApp@1.9.5|openSetting@2.0.7|share@1.2.0',
        'send-message-img@1.5.0 send-message-path@1.5.0 send-message-title@1.5.0 session-from@1.4.0',
        'show-message-card@1.5.0 size=default|mini type=default|primary|warn',
      ].join(' '),
    },
    input: {
      members: [
        'adjust-position@1.9.90 always-embed@2.10.4 confirm-hold@1.1.0',
        'confirm-type@1.1.0=done|go|next|search|send cursor@1.5.0 hold-keyboard@2.8.2',
        'selection-end@1.9.0 selection-start@1.9.0',
        'type=digit|idcard|nickname@2.21.2|number|safe-password@2.18.0|text',
      ].join(' '),
    },
    textarea: {
      members: [
        'adjust-position@1.9.90 confirm-hold@2.16.0 confirm-type@2.13.0=done|go|next|return|search|send',
        'cursor@1.5.0 disable-default-padding@2.10.0 hold-keyboard@2.8.2',
        'selection-end@1.9.0 selection-start@1.9.0 show-confirm-bar@1.6.0',
      ].join(' '),
    },
    canvas: { members: 'canvas-id disable-scroll type@2.7.0=2d|webgl' },
    video: {
      members: [
        'ad-unit-id@2.8.1 auto-pause-if-navigate@2.5.0 auto-pause-if-open-native@2.5.0 background-poster@2.14.3',
        'certificate-url@2.19.3 direction@1.7.0 duration@1.1.0 enable-auto-rotation@2.11.0 enable-play-gesture@2.4.0',
        'enable-progress-gesture@1.9.0 initial-time@1.6.0 is-drm@2.19.3 is-live@2.28.1 license-url@2.19.3 loop@1.4.0',
        'muted@1.4.0 object-fit=contain|cover|fill page-gesture@1.6.0 picture-in-picture-init-position',
        'picture-in-picture-mode@2.11.0 picture-in-picture-show-progress@2.11.0',
        'play-btn-position@2.4.0=bottom|center poster-for-crawler preferred-peak-bit-rate provision-url@2.19.3',
        'referrer-policy@2.13.0 show-background-playback-button@2.14.3 show-bottom-progress',
        'show-casting-button@2.10.2 show-center-play-btn@1.9.0 show-fullscreen-btn@1.9.0 show-mute-btn@2.4.0',
        'show-play-btn@1.9.0 show-progress@1.9.0 show-screen-lock-button@2.11.0 show-snapshot-button@2.13.0',
        'title@2.4.0 vslide-gesture@2.6.2 vslide-gesture-in-fullscreen@2.6.2',
      ].join(' '),
    },
    navigator: {
      members: [
        'app-id@2.0.7 extra-data@2.0.7 hover-stop-propagation@1.5.0',
        'open-type=exit@2.1.0|navigate|navigateBack@1.1.0|reLaunch@1.1.0|redirect|switchTab',
        'path@2.0.7 short-link@2.18.1 target@2.0.7=miniProgram|self version@2.0.7',
      ].join(' '),
    },
    progress: {
      members: 'active-mode@1.7.0=backwards|forwards border-radius@2.3.1 duration@2.8.2 font-size@2.3.1',
    },
    slider: { members: 'block-color@1.9.0 block-size@1.9.0' },
    swiper: {
      members: [
        'current-item-id@1.9.0 display-multiple-items@1.9.0',
        'easing-function@2.6.5=default|easeInCubic|easeInOutCubic|easeOutCubic|linear',
        'indicator-active-color@1.1.0 indicator-color@1.1.0 next-margin@1.9.0 previous-margin@1.9.0',
        'skip-hidden-item-layout@1.9.0 snap-to-edge@2.12.1',
      ].join(' '),
    },
    'swiper-item': { members: 'item-id@1.9.0' },
    'scroll-view': {
      members: [
        'bounces@2.12.0 enable-flex@2.7.3 enhanced@2.12.0 fast-deceleration@2.12.0 paging-enabled@2.12.0',
        'refresher-background@2.10.1 refresher-default-style@2.10.1=black|none|white',
        'refresher-enabled@2.10.1 refresher-threshold@2.10.1 refresher-triggered@2.10.1',
        'scroll-anchoring@2.8.2 show-scrollbar@2.12.0',
      ].join(' '),
    },
    form: { members: 'report-submit-timeout@2.6.2' },
    'match-media': { since: '2.12.1', members: '' },
    'movable-area': { since: '1.2.0', members: 'scale-area@1.9.90' },
    'movable-view': {
      since: '1.2.0',
      members: [
        'animation@2.1.0 direction=all|horizontal|none|vertical disabled@1.9.90 scale@1.9.90 scale-max@1.9.90',
        'scale-min@1.9.90 scale-value@1.9.90',
      ].join(' '),
    },
    // Of the renderer that glass-easel belongs to; in web views since the same library (WeChat's component pages).
    ...Object.fromEntries(
      [
        'grid-view',
        'list-view',
        'list-builder',
        'sticky-header',
        'sticky-section',
        'draggable-sheet',
        'snapshot',
      ].map((tag): [string, { since: string; members: string }] => [tag, { since: '3.0.0', members: '' }]),
    ),
  },
  // §1, §11.
  features: {
    promises: '2.10.2',
    recursiveFolders: '2.3.0',
    fileRanges: '2.10.0',
    tapBeforeSettings: '2.3.0',
  },
};
